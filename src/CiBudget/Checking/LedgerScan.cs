using CiBudget.Ledger;

namespace CiBudget.Checking;

/// <summary>Reads ledger files once, line by line, and hands every call on; nothing is kept of it.</summary>
internal sealed class LedgerScan(RunSums sums, CancellationToken cancellationToken)
{
    private readonly LedgerLine _line = new();

    // Which line carries the cost of a batch message: the earliest, then the one with the smallest hash of its id, whatever the
    // order in which files are read.
    private readonly Dictionary<(ulong, ulong), (long Ticks, ulong Id)> _batchMessages = [];

    public void Read(IEnumerable<LedgerState> files)
    {
        var batches = new List<LedgerState>();
        foreach (var file in files)
        {
            ReadFile(file);
            if (file.HasBatchMessages)
                batches.Add(file);
        }
        // A second look only at files with batch results, for lines that are known to be the ones that count.
        foreach (var file in batches)
            ReadBatchMessages(file);
    }

    private void ReadFile(LedgerState file)
    {
        try
        {
            using var lines = new LedgerLines(file.Path);
            while (lines.TryRead(out var bytes))
            {
                cancellationToken.ThrowIfCancellationRequested();
                ReadLine(file, lines, bytes);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file.Unread(e);
        }
    }

    private void ReadLine(LedgerState file, LedgerLines lines, ReadOnlySpan<byte> bytes)
    {
        if (!_line.TryParse(bytes, out var fault))
        {
            file.Failed(LedgerReader.Problem(lines, _line, file.Path, fault!));
            return;
        }
        if (file.Take(_line, bytes, lines.Number) is { } misplaced)
            Fail(file, lines, misplaced);
        if (_line.Kind == LedgerLineKind.BatchMessage && !_line.MessageId.IsMissing)
            Choose(bytes);
        else if (_line.Kind is not (LedgerLineKind.Process or LedgerLineKind.End))
        {
            if (!sums.TryAdd(_line, bytes))
                Fail(file, lines, LedgerTest.Fault);
        }
    }

    private static void Fail(LedgerState file, LedgerLines lines, string fault) =>
        file.Failed(new(Codes.LedgerUnreadable, file.Path, lines.Number, fault));

    private void Choose(ReadOnlySpan<byte> bytes)
    {
        var message = MessageOf(bytes);
        var rank = RankOf(bytes);
        if (!_batchMessages.TryGetValue(message, out var best) || rank.CompareTo(best) < 0)
            _batchMessages[message] = rank;
    }

    private void ReadBatchMessages(LedgerState file)
    {
        try
        {
            using var lines = new LedgerLines(file.Path);
            while (lines.TryRead(out var bytes))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (
                    !_line.TryParse(bytes, out _)
                    || _line.Kind != LedgerLineKind.BatchMessage
                    || _line.MessageId.IsMissing
                )
                    continue;
                var message = MessageOf(bytes);
                if (!_batchMessages.TryGetValue(message, out var best) || best != RankOf(bytes))
                    continue;
                _batchMessages.Remove(message);
                if (!sums.TryAdd(_line, bytes))
                    file.Failed(LedgerReader.Problem(lines, _line, file.Path, LedgerTest.Fault));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file.Unread(e);
        }
    }

    private (ulong, ulong) MessageOf(ReadOnlySpan<byte> bytes)
    {
        var id = _line.MessageId.In(bytes);
        return (ByteTable<object>.Hash(id), ByteTable<object>.Hash(id.Slice(id.Length / 2)));
    }

    private (long, ulong) RankOf(ReadOnlySpan<byte> bytes) =>
        (_line.Time.UtcTicks, _line.Id.IsMissing ? 0 : ByteTable<object>.Hash(_line.Id.In(bytes)));
}
