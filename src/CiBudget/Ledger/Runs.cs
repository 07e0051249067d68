namespace CiBudget.Ledger;

/// <summary>
/// The folder that holds one folder for each run. The gate, the test processes and the tool must agree on where a run is and on
/// what is one.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Runs
{
    /// <summary>How many runs are kept.</summary>
    internal const int Kept = 20;

    /// <summary>The environment variable that names the run's folder to its processes.</summary>
    public const string DirectoryVariable = "CIBUDGET_RUN_DIRECTORY";

    /// <summary>The environment variable that names their gate to the processes of a run.</summary>
    public const string GateVariable = "CIBUDGET_GATE";

    /// <summary>In a run's folder: what its processes have spent so far, for limits that are enforced meanwhile.</summary>
    public const string SpendFile = "spend.bin";

    /// <summary>In a run's folder: billing failed.</summary>
    public const string OutageFile = "outage";

    /// <summary>In a run's folder: the report, for people who cannot be shown it.</summary>
    public const string ReportFile = "report.txt";

    /// <summary>In a run's folder: what gates expect and what they saw.</summary>
    public const string GatesFolder = "gates";

    /// <summary>How the names of files end in which processes leave what all runs used together.</summary>
    internal const string FiguresExtension = ".shared.json";

    private const string Ledgers = "*" + LedgerReader.Extension;

    /// <summary>Files of which a run has one for each process.</summary>
    private static readonly string[] OfProcesses =
    [
        Ledgers,
        "*" + FiguresExtension,
        "*" + AliveFile.Extension,
        // Of each process's slot, see SharedSpend.
        SpendFile + ".*",
        // What OnceFile leaves where its process was killed.
        RunIdentity.FileName
            + ".*"
            + OnceFile.DraftExtension,
    ];

    /// <summary>The folder of a run.</summary>
    public static string FolderOf(string directory, string run) =>
        Path.Combine(directory, SafeName(run));

    /// <summary>Where the gates of a run keep their markers.</summary>
    internal static string GatesIn(string run) => Path.Combine(run, GatesFolder);

    /// <summary>A text as one file name that is safe on every system: characters that may not be in one are written as <c>-</c>.</summary>
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

    /// <summary>True while a process of the run lives, here or in another container that shares the folder.</summary>
    internal static bool IsAlive(string run) =>
        Directory
            .EnumerateFiles(run, "*" + AliveFile.Extension, SearchOption.AllDirectories)
            .Any(AliveFile.IsHeld);

    /// <summary>When something was written last in a run's folder; null when nothing is in it.</summary>
    internal static DateTimeOffset? LastWrite(string run)
    {
        try
        {
            return Directory
                .EnumerateFiles(run, "*", SearchOption.AllDirectories)
                .Select(file => (DateTimeOffset?)new DateTimeOffset(File.GetLastWriteTimeUtc(file)))
                .Max();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The run that was written to last, also when none of its processes was metered; null when there is none.</summary>
    public static string? Latest(string directory) => NewestFirst(directory).FirstOrDefault();

    /// <summary>
    /// Removes the oldest runs, but none that goes on. It deletes only what CiBudget itself writes, and a folder only when nothing else is left in it:
    /// <paramref name="directory"/> is the user's to choose and may hold anything. What cannot be deleted stays.
    /// </summary>
    internal static void Prune(string directory, string current)
    {
        foreach (var run in NewestFirst(directory).Skip(Kept).Where(run => run != current))
        {
            try
            {
                if (IsAlive(run))
                    continue;
                foreach (var file in OfProcesses.SelectMany(name => Directory.GetFiles(run, name)))
                    File.Delete(file);
                File.Delete(Path.Combine(run, RunIdentity.FileName));
                File.Delete(Path.Combine(run, SpendFile));
                File.Delete(Path.Combine(run, OutageFile));
                File.Delete(Path.Combine(run, ReportFile));
                if (Directory.Exists(GatesIn(run)))
                    Directory.Delete(GatesIn(run), recursive: true);
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
            return Directory.Exists(GatesIn(folder))
                || Directory.EnumerateFiles(folder, Ledgers).Any();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not ours, or another build deletes it just now.
            return false;
        }
    }
}
