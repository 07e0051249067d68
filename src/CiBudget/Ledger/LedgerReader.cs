namespace CiBudget.Ledger;

/// <summary>Reads ledgers entry by entry, for tools and reports. Sums over many entries are the check's, which is faster.</summary>
public static class LedgerReader
{
    /// <summary>How the name of every ledger file ends.</summary>
    public const string Extension = ".ledger.jsonl";

    /// <summary>The ledger files in directories and below them, by full path, in ordinal order.</summary>
    /// <exception cref="DirectoryNotFoundException">A directory does not exist.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> directories) =>
        [
            .. directories
                .SelectMany(directory =>
                    Directory.EnumerateFiles(
                        directory,
                        "*" + Extension,
                        SearchOption.AllDirectories
                    )
                )
                .Select(Path.GetFullPath)
                .Distinct(StringComparer.Ordinal)
                .OrderBy(path => path, StringComparer.Ordinal),
        ];

    /// <summary>The same, of several copies of a ledger the longest only: what the check counts.</summary>
    public static IReadOnlyList<string> FindOnce(IEnumerable<string> directories) =>
        LedgerCopies.Sort(Find(directories)).Files;

    /// <summary>Reads the entries of one file, while it is enumerated. The file may still grow.</summary>
    /// <param name="path">A ledger file.</param>
    /// <param name="onProblem">Hears of lines that were skipped; null when nobody cares.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IEnumerable<LedgerEntry> Read(
        string path,
        Action<LedgerProblem>? onProblem = null
    )
    {
        using var lines = new LedgerLines(path);
        var line = new LedgerLine();
        while (TryReadEntry(lines, line, path, onProblem, out var entry))
        {
            if (entry is not null)
                yield return entry;
        }
    }

    /// <summary>Who wrote a file; null when its opening line is torn, missing or cannot be read.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static LedgerProcess? ProcessOf(string path)
    {
        try
        {
            using var lines = new LedgerLines(path);
            var line = new LedgerLine();
            return lines.TryRead(out var bytes) && line.TryParse(bytes, out _)
                ? line.Process
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // Whoever reads the file says so.
        }
    }

    /// <summary>Why a line cannot be used, as a problem; a last line without its break is torn, and that is no damage.</summary>
    internal static LedgerProblem Problem(
        LedgerLines lines,
        LedgerLine line,
        string path,
        string fault
    ) =>
        line.OfOtherVersion ? new(Codes.NewerLedger, path, lines.Number, fault)
        : lines.Unended ? new(Codes.UnclosedLedger, path, lines.Number, "the last line is torn")
        : new(Codes.LedgerUnreadable, path, lines.Number, fault);

    private static bool TryReadEntry(
        LedgerLines lines,
        LedgerLine line,
        string path,
        Action<LedgerProblem>? onProblem,
        out LedgerEntry? entry
    )
    {
        entry = null;
        if (!lines.TryRead(out var bytes))
            return false;
        if (!line.TryParse(bytes, out var fault))
            onProblem?.Invoke(Problem(lines, line, path, fault!));
        else if (line.Kind is LedgerLineKind.Call or LedgerLineKind.BatchMessage)
        {
            if (LedgerTest.TryParse(line, bytes, out var test))
                entry = line.ToEntry(bytes, test);
            else
                onProblem?.Invoke(Problem(lines, line, path, LedgerTest.Fault));
        }
        return true;
    }
}
