namespace CiBudget.MSBuild;

/// <summary>The folder that holds one folder for each run.</summary>
internal static class RunFolders
{
    /// <summary>How many runs are kept.</summary>
    public const int Kept = 20;

    /// <summary>Ledgers, figures of a day, shared counters and the mark of an outage.</summary>
    private static readonly string[] Own =
    [
        "*" + LedgerWriter.Extension,
        "*" + DayFigures.Extension,
        "spend.bin",
        "outage",
    ];

    /// <summary>The folder of a run. Characters that a file name cannot hold are written as <c>-</c>.</summary>
    public static string Of(string directory, string run) => Path.Combine(directory, SafeName(run));

    /// <summary>A text as one file name that is safe on every system. The test process of a run makes the same of its name.</summary>
    public static string SafeName(string text)
    {
        var safe = string.Concat(
            text.Select(c =>
                c
                    is (>= 'a' and <= 'z')
                        or (>= 'A' and <= 'Z')
                        or (>= '0' and <= '9')
                        or '-'
                        or '_'
                        or '.'
                    ? c
                    : '-'
            )
        );
        // Dots alone would name another folder.
        return safe.Trim('.').Length == 0 ? safe.Replace('.', '-') + "-" : safe;
    }

    /// <summary>The run that was written to last; null when there is none.</summary>
    public static string? Latest(string directory) => NewestFirst(directory).FirstOrDefault();

    /// <summary>
    /// Removes the oldest runs. It deletes only what CiBudget itself writes, and a folder only when nothing else is left in it:
    /// <paramref name="directory"/> is the user's to choose and may hold anything. What cannot be deleted stays.
    /// </summary>
    public static void Prune(string directory, string current)
    {
        foreach (var run in NewestFirst(directory).Skip(Kept).Where(run => run != current))
        {
            try
            {
                foreach (var own in Own.SelectMany(name => Directory.GetFiles(run, name)))
                    File.Delete(own);
                if (Directory.Exists(RunGates.FolderIn(run)))
                    Directory.Delete(RunGates.FolderIn(run), recursive: true);
                Directory.Delete(run);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another build may be deleting the same run, or a person looks at it.
            }
        }
    }

    private static IEnumerable<string> NewestFirst(string directory) =>
        Directory.Exists(directory)
            ? Directory
                .GetDirectories(directory)
                .Where(IsRun)
                .OrderByDescending(Directory.GetLastWriteTimeUtc)
            : [];

    private static bool IsRun(string folder)
    {
        try
        {
            return Directory.Exists(RunGates.FolderIn(folder))
                || Directory.EnumerateFiles(folder, "*.ledger.jsonl").Any();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not ours, or another build deletes it just now.
            return false;
        }
    }
}
