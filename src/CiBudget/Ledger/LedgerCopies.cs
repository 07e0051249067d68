namespace CiBudget.Ledger;

/// <summary>
/// Tells copies of ledgers apart: the same file twice (an artifact that was downloaded twice) is one; two files of one process that
/// differ are a fault.
/// </summary>
internal static class LedgerCopies
{
    /// <summary>The files to read, one for each process, and the pairs that differ.</summary>
    public static (
        List<string> Files,
        List<(string Process, string Read, string Other)> Conflicts
    ) Sort(IReadOnlyList<string> paths)
    {
        var files = new List<string>();
        var conflicts = new List<(string, string, string)>();
        foreach (
            var copies in paths.GroupBy(
                path => LedgerReader.ProcessOf(path)?.Id ?? "\0" + path,
                StringComparer.Ordinal
            )
        )
        {
            // The longest says most; between equally long ones the content decides, so that names do not matter.
            var sorted = copies.ToList();
            if (sorted.Count > 1)
                sorted.Sort(Compare);
            files.Add(sorted[0]);
            conflicts.AddRange(
                sorted
                    .Skip(1)
                    .Where(other => Compare(sorted[0], other) != 0)
                    .Select(other => (copies.Key, sorted[0], other))
            );
        }
        files.Sort(StringComparer.Ordinal);
        return (files, conflicts);
    }

    private static int Compare(string one, string other)
    {
        using var first = new LedgerLines(one);
        using var second = new LedgerLines(other);
        var longer = second.FileLength.CompareTo(first.FileLength);
        while (longer == 0)
        {
            var more = first.TryRead(out var left);
            if (more != second.TryRead(out var right))
                return more ? -1 : 1;
            if (!more)
                return 0;
            longer = left.SequenceCompareTo(right);
        }
        return longer;
    }
}
