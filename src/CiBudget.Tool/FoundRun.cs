using CiBudget.Ledger;

namespace CiBudget.Tool;

/// <summary>A run whose ledgers are in a folder, by what they say of themselves.</summary>
/// <param name="Name">The run's name; empty for ledgers that do not say it.</param>
/// <param name="Folders">Where its ledgers are.</param>
/// <param name="Sharded">True when every ledger of it says which shard wrote it.</param>
internal sealed record FoundRun(string Name, IReadOnlyList<string> Folders, bool Sharded)
{
    /// <summary>The runs in a folder and below it, by name.</summary>
    public static IReadOnlyList<FoundRun> In(string folder)
    {
        try
        {
            return
            [
                .. LedgerReader
                    .Find([folder])
                    .Select(path => (Path: path, Process: LedgerReader.ProcessOf(path)))
                    .GroupBy(ledger => ledger.Process?.Run ?? "", StringComparer.Ordinal)
                    .OrderBy(run => run.Key, StringComparer.Ordinal)
                    .Select(run => new FoundRun(
                        run.Key,
                        [.. run.Select(ledger => Path.GetDirectoryName(ledger.Path)!).Distinct()],
                        run.All(ledger => ledger.Process?.Shard is not null)
                    )),
            ];
        }
        // Whoever reads the ledgers says so.
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>True when a search for ledgers in this run's folders would find some of the other's.</summary>
    public bool IsMixedWith(FoundRun other) =>
        Folders.Any(own => other.Folders.Any(folder => IsIn(folder, own)));

    private static bool IsIn(string folder, string root) =>
        folder == root
        || folder.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
