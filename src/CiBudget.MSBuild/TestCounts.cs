using System.Globalization;
using System.Text;

namespace CiBudget.MSBuild;

/// <summary>What the logger in the test platform (CiBudget.TestLogger) counted: <c>executed failed aborted</c>, on one line.</summary>
/// <param name="Executed">Tests that passed or failed.</param>
/// <param name="Failed">Tests that failed.</param>
/// <param name="Aborted">True when the run was cut off.</param>
internal sealed record TestCounts(long Executed, long Failed, bool Aborted)
{
    /// <summary>How the file's name ends.</summary>
    public const string Extension = ".counts";

    private const int MostBytes = 1024;

    /// <summary>Null when there is no such file, or it says something else: nobody counted then.</summary>
    public static TestCounts? Read(string path)
    {
        try
        {
            var words = File.Exists(path)
                ? Encoding.ASCII.GetString(RegularFile.ReadAll(path, MostBytes)).Trim().Split(' ')
                : [];
            return
                words.Length == 3
                && long.TryParse(
                    words[0],
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var executed
                )
                && long.TryParse(
                    words[1],
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var failed
                )
                && bool.TryParse(words[2], out var aborted)
                ? new(executed, failed, aborted)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
