namespace CiBudget;

/// <summary>What one ledger file says of itself: who wrote it, whether it is whole.</summary>
internal sealed class LedgerState(string path)
{
    public string Path { get; } = path;

    /// <summary>The opening line; null when there is none.</summary>
    public LedgerProcess? Process { get; private set; }

    public bool HasBatchMessages { get; private set; }

    /// <summary>True when a closing line stands after the last call and nothing is torn.</summary>
    public bool Closed { get; private set; }

    public long InFlight { get; private set; }

    public long Unmetered { get; private set; }

    public long Lost { get; private set; }

    /// <summary>The first line of a newer schema; null when there is none.</summary>
    public LedgerProblem? Newer { get; private set; }

    /// <summary>The first line that cannot be read; null when all can.</summary>
    public LedgerProblem? Unreadable { get; private set; }

    public int UnreadableLines { get; private set; }

    public int LastLine { get; private set; }

    private long _entries;

    public void Opened(LedgerLine line, int number)
    {
        LastLine = number;
        Process ??= line.Process;
    }

    public void Called(LedgerLine line, int number)
    {
        LastLine = number;
        _entries++;
        Closed = false;
        HasBatchMessages |= line.Kind == LedgerLineKind.BatchMessage;
    }

    public void Ended(LedgerLine line, int number)
    {
        LastLine = number;
        Closed = true;
        InFlight = line.InFlight;
        Unmetered = line.Unmetered;
        Lost = line.Lost;
        if (line.Lost == 0 && line.Lines != _entries && UnreadableLines == 0)
            Failed(
                new(
                    Codes.LedgerUnreadable,
                    Path,
                    number,
                    $"it counts {line.Lines} entries, but {_entries} stand before it"
                )
            );
    }

    public void Failed(LedgerProblem problem)
    {
        LastLine = problem.Line;
        Closed = false;
        if (problem.Code == Codes.NewerLedger)
            Newer ??= problem;
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
                reason is UnauthorizedAccessException ? "access is denied" : "reading it failed"
            )
        );

    /// <summary>Ends the file.</summary>
    public void Finish()
    {
        if (
            Process is null
            && LastLine > 0
            && UnreadableLines == 0
            && Newer is null
            && _entries > 0
        )
            Failed(new(Codes.LedgerUnreadable, Path, 1, "the opening line is missing"));
    }
}
