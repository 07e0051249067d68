namespace CiBudget.Wire;

/// <summary>
/// Server-sent events (html.spec.whatwg.org, "event stream interpretation"): lines that end in LF, CR or CRLF. A line that is whole in
/// a piece is read in place; of a line that is not, at most its head is kept.
/// </summary>
internal sealed class EventStreamBody(int? status) : BodyReader
{
    // Longer than any event name that matters.
    private const int HeadSize = 64;

    // The line that nearly every event begins with.
    private static ReadOnlySpan<byte> BlockDelta => "event: content_block_delta\n"u8;

    private readonly MessageEvents _events = new();
    private byte[]? _head;
    private int _headLength;
    private bool _inLine;
    private bool _inData;
    private bool _firstLine = true;
    private bool _afterReturn;

    public override void Write(ReadOnlySpan<byte> piece)
    {
        if (_afterReturn && piece.Length > 0)
        {
            _afterReturn = false;
            if (piece[0] == '\n')
                piece = piece.Slice(1);
        }
        while (piece.Length > 0)
        {
            if (!_inLine && piece.StartsWith(BlockDelta))
            {
                _firstLine = false;
                _events.NameBlockDelta();
                piece = piece.Slice(BlockDelta.Length);
            }
            var end = piece.IndexOfAny((byte)'\n', (byte)'\r');
            if (end < 0)
            {
                PartOfLine(piece);
                return;
            }
            var line = piece.Slice(0, end);
            if (_inLine)
            {
                PartOfLine(line);
                EndLine();
            }
            else
                Line(line);

            if (piece[end] == '\r')
            {
                if (end + 1 == piece.Length)
                    _afterReturn = true;
                else if (piece[end + 1] == '\n')
                    end++;
            }
            piece = piece.Slice(end + 1);
        }
    }

    public override ResponseUsage End(bool endOfBody)
    {
        // The last event may lack its empty line. Its line is not closed here: a number that was cut must not pass for whole.
        if (_inLine && !_inData)
            EndLine();
        _events.End();
        return _events.Result(status);
    }

    private void Line(ReadOnlySpan<byte> line)
    {
        if (_firstLine)
            line = WithoutMark(line);
        _firstLine = false;
        if (line.IsEmpty)
            _events.End();
        else if (line.StartsWith("data:"u8))
        {
            _events.Data(line.Slice(5));
            _events.EndLine();
        }
        else if (line.StartsWith("event:"u8))
        {
            var name = line.Slice(6, Math.Min(line.Length, HeadSize) - 6);
            _events.Name(Trim(name));
        }
    }

    private void PartOfLine(ReadOnlySpan<byte> part)
    {
        _inLine = true;
        if (!_inData)
        {
            _head ??= new byte[HeadSize];
            var take = Math.Min(part.Length, HeadSize - _headLength);
            part.Slice(0, take).CopyTo(_head.AsSpan(_headLength));
            _headLength += take;
            part = part.Slice(take);
            var head = _head.AsSpan(0, _headLength);
            var text = _firstLine ? WithoutMark(head) : head;
            if (!text.StartsWith("data:"u8))
                return;
            _inData = true;
            _events.Data(text.Slice(5));
        }
        if (part.Length > 0)
            _events.Data(part);
    }

    private void EndLine()
    {
        if (_inData)
            _events.EndLine();
        else
            Line(_head.AsSpan(0, _headLength));
        _inLine = _inData = _firstLine = false;
        _headLength = 0;
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> line) =>
        line.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? line.Slice(3) : line;

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> name)
    {
        while (name.Length > 0 && name[0] == ' ')
            name = name.Slice(1);
        while (name.Length > 0 && name[name.Length - 1] == ' ')
            name = name.Slice(0, name.Length - 1);
        return name;
    }
}
