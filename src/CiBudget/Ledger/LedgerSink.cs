namespace CiBudget;

/// <summary>Writes whole lines to a file and knows, after a write that failed, how many of them arrived. Not thread-safe.</summary>
internal sealed class LedgerSink(Stream stream) : IDisposable
{
    private static readonly byte[] NewLine = [(byte)'\n'];

    private long _end;
    private bool _torn;

    /// <summary>Writes lines in one write. Never throws.</summary>
    /// <returns>How many of the lines are in the file.</returns>
    public int Write(LedgerBuffer lines)
    {
        try
        {
            EndTornLine();
            stream.Write(lines.Bytes, 0, lines.Length);
            _end += lines.Length;
            return Count(lines.Bytes.AsSpan(0, lines.Length));
        }
        catch (Exception) // Whatever a disk, a quota or a network share throws: the test run must go on.
        {
            return Recover(lines);
        }
    }

    public void Dispose()
    {
        try
        {
            stream.Dispose();
        }
        catch (IOException)
        {
            // Nothing is buffered, so nothing is lost with it.
        }
    }

    private void EndTornLine()
    {
        if (!_torn)
            return;
        // Where the file ends may not have been known since: counted from a wrong place, lines that are lost would pass for written.
        _end = stream.Seek(0, SeekOrigin.End);
        stream.Write(NewLine, 0, 1);
        _end++;
        _torn = false;
    }

    private int Recover(LedgerBuffer lines)
    {
        // The line break of a torn line did not get through either, so nothing of these lines did.
        if (_torn)
            return 0;
        try
        {
            var length = stream.Seek(0, SeekOrigin.End);
            var arrived = lines.Bytes.AsSpan(
                0,
                (int)Math.Min(Math.Max(length - _end, 0), lines.Length)
            );
            _torn = !arrived.IsEmpty && arrived[arrived.Length - 1] != (byte)'\n';
            _end = length;
            return Count(arrived);
        }
        catch (Exception) // As above. An empty line more does no harm, a line that is glued to another does.
        {
            _torn = true;
            return 0;
        }
    }

    private static int Count(ReadOnlySpan<byte> lines)
    {
        var count = 0;
        for (var at = lines.IndexOf((byte)'\n'); at >= 0; at = lines.IndexOf((byte)'\n'))
        {
            count++;
            lines = lines.Slice(at + 1);
        }
        return count;
    }
}
