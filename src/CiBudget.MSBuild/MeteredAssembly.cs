using System.Text;

namespace CiBudget.MSBuild;

/// <summary>Whether a test assembly bears the attribute that starts metering.</summary>
internal static class MeteredAssembly
{
    // An attribute's type is named in the assembly's metadata, in UTF-8.
    private static readonly byte[] Name = Encoding.ASCII.GetBytes("ClaudeMeteredAttribute");

    /// <summary>Null when it cannot be read.</summary>
    public static bool? HasAttribute(string path)
    {
        try
        {
            return path.Length > 0 && File.Exists(path)
                ? File.ReadAllBytes(path).AsSpan().IndexOf(Name) >= 0
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
