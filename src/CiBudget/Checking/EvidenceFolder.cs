using CiBudget.Json;
using CiBudget.Ledger;

namespace CiBudget.Checking;

/// <summary>What one run's folder says beside its ledgers: its identity, its gates, the processes that began in it.</summary>
internal sealed class EvidenceFolder(string path)
{
    public string Path { get; } = path;

    /// <summary>Null when there is no <c>run.json</c>.</summary>
    public RunIdentity? Identity { get; private set; }

    public List<ExpectedGate> Gates { get; } = [];

    /// <summary>Files of gates that cannot be read, and why.</summary>
    public List<(string Path, string Fault)> Unreadable { get; } = [];

    /// <summary>Ids of the processes that began to write a ledger here.</summary>
    public IReadOnlyList<string> Processes { get; private set; } = [];

    /// <summary>True for a ledger that is in this folder, or in a copy of it: of a folder that was downloaded twice, one is read.</summary>
    public bool IsOf(LedgerState ledger) =>
        System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(ledger.Path)) == Path
        || (
            ledger.Process is { } process
            && process.RunIdentity == Identity?.Identity
            && (
                Processes.Contains(process.Id)
                || Gates.Any(gate => gate.Outcome?.Ledgers.Contains(process.Id) == true)
            )
        );

    /// <summary>True while a process's ledger is here, though it may have begun after the ledgers were looked for.</summary>
    public bool HasLedgerOf(string process) =>
        File.Exists(System.IO.Path.Combine(Path, process + LedgerReader.Extension));

    /// <summary>How many <c>dotnet test</c> the run has; 0 when none left word.</summary>
    public int Invocations { get; private set; }

    /// <summary>The folders of runs in directories and below them, in ordinal order. One that cannot be searched is left out here.</summary>
    public static IReadOnlyList<EvidenceFolder> Find(IEnumerable<string> directories) =>
        [
            .. directories
                .Where(Directory.Exists)
                .SelectMany(directory =>
                    FoldersOf(directory, RunIdentity.FileName)
                        .Append(directory)
                        .Concat(
                            FoldersOf(directory, "*" + AliveFile.Extension)
                                .Concat(FoldersOf(directory, "*" + LedgerReader.Extension))
                                .Where(folder => !IsOfGates(folder))
                        )
                )
                .Select(System.IO.Path.GetFullPath)
                .Distinct(StringComparer.Ordinal)
                .OrderBy(folder => folder, StringComparer.Ordinal)
                .Select(Read),
        ];

    private static IEnumerable<string> FoldersOf(string directory, string files) =>
        FilesIn(directory, files, SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetDirectoryName(file)!);

    private static bool IsOfGates(string folder) =>
        System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(folder)) == Runs.GatesFolder;

    private static EvidenceFolder Read(string path)
    {
        var folder = new EvidenceFolder(path)
        {
            Identity = RunIdentity.Read(path),
            Processes =
            [
                .. FilesIn(path, "*" + AliveFile.Extension, SearchOption.TopDirectoryOnly)
                    .Select(System.IO.Path.GetFileNameWithoutExtension)
                    .OfType<string>(),
            ],
        };
        var gates = Runs.GatesIn(path);
        if (!Directory.Exists(gates))
            return folder;
        var expected = FilesIn(gates, "*" + GateExpectation.Extension, SearchOption.AllDirectories)
            .OrderBy(file => file, StringComparer.Ordinal)
            .ToList();
        foreach (var file in expected)
            folder.Add(file);
        folder.Invocations = expected.Select(System.IO.Path.GetDirectoryName).Distinct().Count();
        return folder;
    }

    private void Add(string file)
    {
        var name = file.Remove(file.Length - GateExpectation.Extension.Length);
        try
        {
            var done = name + GateOutcome.Extension;
            Gates.Add(
                new(
                    GateExpectation.Read(file),
                    File.Exists(done) ? GateOutcome.Read(done) : null,
                    AliveFile.IsHeld(name + AliveFile.Extension)
                )
            );
        }
        catch (FormatException fault)
        {
            Unreadable.Add((file, fault.Message));
        }
    }

    private static IEnumerable<string> FilesIn(string folder, string pattern, SearchOption option)
    {
        try
        {
            return Directory.GetFiles(folder, pattern, option);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // Who looks for ledgers says so.
        }
    }
}

/// <summary>A gate of one <c>dotnet test</c>.</summary>
/// <param name="Expectation">What was written before its tests.</param>
/// <param name="Outcome">What was written after them; null when nothing was.</param>
/// <param name="Running">True while the build that runs its tests goes on.</param>
internal sealed record ExpectedGate(
    GateExpectation Expectation,
    GateOutcome? Outcome,
    bool Running
);
