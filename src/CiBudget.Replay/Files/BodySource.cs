using System.Reflection;

namespace CiBudget.Replay;

/// <summary>The bytes of a file, or a sentence that says why not. Nothing outside of the source can be read.</summary>
internal delegate byte[]? BodySource(string name, out string? why);

/// <summary>Where <c>bodyFile</c> is looked for.</summary>
internal static class BodySources
{
    /// <summary>A body is a fixture, not a download.</summary>
    private const int LargestBody = 16 * 1024 * 1024;

    /// <summary>No folder: a scenario that was given as text.</summary>
    public static byte[]? None(string name, out string? why)
    {
        why = "A body in another file needs a scenario that was read from a file.";
        return null;
    }

    /// <summary>The catalogue inside this assembly.</summary>
    public static byte[]? Catalogue(string name, out string? why)
    {
        using var stream = Assembly
            .GetExecutingAssembly()
            .GetManifestResourceStream("Catalogue/" + name);
        if (stream is null)
        {
            why = $"The catalogue has no '{name}'.";
            return null;
        }
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        why = null;
        return bytes;
    }

    /// <summary>The folder that a scenario file stands in.</summary>
    public static BodySource Folder(string folder) =>
        (string name, out string? why) =>
        {
            var path = Path.GetFullPath(folder);
            why = WhyNot(name, ref path);
            return why is null ? File.ReadAllBytes(path) : null;
        };

    private static bool IsPlain(string name) =>
        name.Length > 0
        && !name.Any(char.IsControl)
        && !Path.IsPathRooted(name)
        && !name.Contains('\\', StringComparison.Ordinal)
        && !name.Contains(':', StringComparison.Ordinal)
        && name.Split('/').All(static part => part is not ("" or "." or ".."));

    private static string? WhyNot(string name, ref string path)
    {
        if (!IsPlain(name))
            return $"'{name}' must be a path inside the scenario's folder, with '/' and without '..', as in 'bodies/error.json'.";

        // Every step of the way is looked at, because a link in the middle leads out as well as one at the end.
        foreach (var part in name.Split('/'))
        {
            path = Path.Combine(path, part);
            FileSystemInfo entry = Directory.Exists(path)
                ? new DirectoryInfo(path)
                : new FileInfo(path);
            if (!entry.Exists)
                return $"'{name}' does not exist in the scenario's folder.";
            if (entry.LinkTarget is not null)
                return $"'{name}' is or lies behind a link; a body must be a file inside the scenario's folder.";
        }
        return !File.Exists(path) ? $"'{name}' is a folder."
            : RegularFile.IsEmpty(path)
                ? $"'{name}' is empty, or a pipe or a device; a body must be a regular file."
            : new FileInfo(path).Length > LargestBody ? $"'{name}' is larger than 16 MB."
            : null;
    }
}
