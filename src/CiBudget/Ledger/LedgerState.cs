using System.Globalization;

namespace CiBudget.Ledger;

/// <summary>What one ledger file says of itself: who wrote it, whether it is whole.</summary>
internal sealed class LedgerState(string path)
{
    public string Path { get; } = path;

    /// <summary>The opening line; null when there is none.</summary>
    public LedgerProcess? Process { get; private set; }

    public bool HasBatchMessages { get; private set; }

    /// <summary>True when the last line is a closing line that fits the lines before it, and nothing is torn.</summary>
    public bool Closed { get; private set; }

    public long InFlight { get; private set; }

    public long Unmetered { get; private set; }

    public long Lost { get; private set; }

    /// <summary>How many programs the process has started at the least; null when that is not known.</summary>
    public long? StartedPrograms { get; private set; }

    /// <summary>The first line of another schema; null when there is none.</summary>
    public LedgerProblem? OfOtherVersion { get; private set; }

    /// <summary>The first line that cannot be read; null when all can.</summary>
    public LedgerProblem? Unreadable { get; private set; }

    public int UnreadableLines { get; private set; }

    public int LastLine { get; private set; }

    private LedgerChecksum _checksum;
    private long _lines;

    /// <summary>True while a closing line stands before the line that is read next.</summary>
    private bool _ended;

    /// <summary>Takes a line that could be read, before it is used.</summary>
    /// <param name="line">The line, read.</param>
    /// <param name="bytes">The same, as it stands in the file.</param>
    /// <param name="number">Its number.</param>
    /// <returns>What is wrong with its place in the file; null when nothing is. The line counts all the same: no sum gets lower by it.</returns>
    public string? Take(LedgerLine line, ReadOnlySpan<byte> bytes, int number)
    {
        LastLine = number;
        var fault =
            _ended ? "a line stands behind the closing line"
            : (line.Kind == LedgerLineKind.Process) != (_lines == 0)
                ? _lines == 0 ? "the opening line is missing"
                    : "it is a second opening line"
            : line.Kind == LedgerLineKind.End ? FaultOfClosing(line, bytes)
            : null;
        _ended = line.Kind == LedgerLineKind.End;
        Closed = _ended && fault is null && UnreadableLines == 0;
        _lines++;
        _checksum.Add(bytes);
        Process ??= line.Process;
        HasBatchMessages |= line.Kind == LedgerLineKind.BatchMessage;
        if (_ended && fault is null)
        {
            (InFlight, Unmetered, Lost) = (line.InFlight, line.Unmetered, line.Lost);
            StartedPrograms = line.StartedPrograms;
        }
        return fault;
    }

    /// <summary>Compares the closing line's count and checksum with what stands before it.</summary>
    private string? FaultOfClosing(LedgerLine line, ReadOnlySpan<byte> bytes)
    {
        // What cannot be read has been told, and explains why the rest does not add up.
        if (UnreadableLines > 0)
            return null;
        if (line.Lines != _lines)
            return $"it counts {line.Lines} lines, but {_lines} stand before it";
        var (start, length, _) = line.Sum;
        // The checksum is the last thing on its line, so that it covers everything else.
        return
            length == LedgerChecksum.TextLength
            && start + length + 2 == bytes.Length
            && bytes.Slice(0, start).EndsWith(",\"sum\":\""u8)
            && _checksum
                .Over(bytes.Slice(0, start - 8))
                .ToString("x16", CultureInfo.InvariantCulture) == line.Sum.Text(bytes)
            ? null
            : "its checksum is not that of the lines before it: something was changed after it was written";
    }

    public void Failed(LedgerProblem problem)
    {
        LastLine = problem.Line;
        Closed = false;
        if (problem.Code == Codes.NewerLedger)
            OfOtherVersion ??= problem;
        else if (problem.Code == Codes.LedgerUnreadable)
        {
            Unreadable ??= problem;
            UnreadableLines++;
        }
    }

    /// <summary>The file cannot be opened or read on.</summary>
    public void Unread(Exception reason) =>
        Failed(
            new(
                Codes.LedgerUnreadable,
                Path,
                LastLine,
                reason is UnauthorizedAccessException ? "access is denied"
                    : reason is LedgerTooLargeException ? reason.Message
                    : "reading it failed"
            )
        );
}
