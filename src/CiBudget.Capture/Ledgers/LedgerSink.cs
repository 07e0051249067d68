using CiBudget.Ledger;

namespace CiBudget.Capture;

/// <summary>
/// Writes whole lines to a file and knows, after a write that failed, how many of them arrived, and the checksum of those. A closing
/// line stands only at the end: what is written after it takes its place, so that a file that was cut never ends with one.
/// Not thread-safe.
/// </summary>
internal sealed class LedgerSink(Stream stream) : IDisposable
{
    private static readonly byte[] NewLine = [(byte)'\n'];

    private LedgerChecksum _checksum;
    private long _end;
    private long _closingAt = -1;
    private bool _torn;

    /// <summary>Lines in the file, without the closing line.</summary>
    public long Lines { get; private set; }

    /// <summary>The checksum of those lines.</summary>
    public LedgerChecksum Checksum => _checksum;

    /// <summary>Writes lines in one write. Never throws.</summary>
    /// <returns>How many of the lines are in the file.</returns>
    public int Write(LedgerBuffer lines)
    {
        var added = Add(lines.Bytes.AsSpan(0, TryWrite(lines)));
        Lines += added;
        return added;
    }

    /// <summary>Writes the closing line, in the place of the one before where there is one. Never throws.</summary>
    public void WriteClosing(LedgerBuffer line)
    {
        if (TryWrite(line) == line.Length)
            _closingAt = _end - line.Length;
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

    /// <returns>How many of the bytes arrived, as far as that is known.</returns>
    private int TryWrite(LedgerBuffer lines)
    {
        var replaces = _closingAt >= 0;
        try
        {
            EndTornLine();
            ReplaceClosing(lines.Length);
            stream.Write(lines.Bytes, 0, lines.Length);
            _end += lines.Length;
            return lines.Length;
        }
        catch (Exception) // Whatever a disk, a quota or a network share throws: the test run must go on.
        {
            return Recover(lines, replaces);
        }
    }

    /// <summary>Goes to where the closing line stands, and shortens the file when the new lines would not cover it.</summary>
    private void ReplaceClosing(int length)
    {
        if (_closingAt < 0)
            return;
        if (_closingAt + length < _end)
            stream.SetLength(_closingAt);
        _end = stream.Seek(_closingAt, SeekOrigin.Begin);
        _closingAt = -1;
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

    private int Recover(LedgerBuffer lines, bool replaces)
    {
        _closingAt = -1;
        // The line break of a torn line did not get through either, so nothing of these lines did. In the place of a closing line
        // the file's length does not tell what arrived.
        if (_torn || replaces)
        {
            _torn = true;
            return 0;
        }
        try
        {
            var length = stream.Seek(0, SeekOrigin.End);
            var arrived = (int)Math.Min(Math.Max(length - _end, 0), lines.Length);
            _torn = arrived > 0 && lines.Bytes[arrived - 1] != (byte)'\n';
            _end = length;
            return arrived;
        }
        catch (Exception) // As above. An empty line more does no harm, a line that is glued to another does.
        {
            _torn = true;
            return 0;
        }
    }

    /// <returns>How many whole lines there are.</returns>
    private int Add(ReadOnlySpan<byte> lines)
    {
        var count = 0;
        for (var at = lines.IndexOf((byte)'\n'); at >= 0; at = lines.IndexOf((byte)'\n'))
        {
            _checksum.Add(lines.Slice(0, at));
            count++;
            lines = lines.Slice(at + 1);
        }
        return count;
    }
}
