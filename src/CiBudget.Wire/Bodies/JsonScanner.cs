namespace CiBudget.Wire;

/// <summary>
/// Reads JSON that is pushed in pieces of any size and hands the wanted values to a <see cref="JsonVisitor"/>. It keeps a position and
/// at most one short string, so memory does not grow with the text. What the visitor skips is passed over by brackets and
/// quotes alone, without a check of the grammar inside.
/// </summary>
internal sealed class JsonScanner(JsonVisitor visitor)
{
    private const int MaxDepth = 32;

    private readonly byte[] _nodes = new byte[MaxDepth];
    private uint _arrays;
    private int _depth;
    private byte _node = JsonVisitor.Root;
    private byte _literal;
    private int _literalRead;
    private State _state;
    private Kind _kind;
    private JsonSkipper _skipper;
    private JsonText _text;
    private JsonNumber _number;

    private enum State : byte
    {
        Value,
        FirstItem,
        FirstName,
        Name,
        Colon,
        CommaOrEnd,
        Text,
        Number,
        Literal,
        Skipped,
        Done,
        Broken,
    }

    private enum Kind : byte
    {
        Name,
        Value,
    }

    /// <summary>True when one whole value was read and nothing but white space followed.</summary>
    public bool Done => _state == State.Done;

    /// <summary>True while nothing but white space was read.</summary>
    public bool Fresh => _state == State.Value && _depth == 0;

    /// <summary>Starts over, for the next text.</summary>
    public void Reset()
    {
        _state = State.Value;
        _node = JsonVisitor.Root;
        _depth = 0;
        _text.Clear();
        _skipper = default;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        var i = 0;
        while (i < bytes.Length)
        {
            switch (_state)
            {
                case State.FirstName or State.Name when bytes[i] == '"':
                    i = ReadMembers(bytes, i + 1);
                    continue;
                case State.CommaOrEnd when IsNextName(bytes, i):
                    i = ReadMembers(bytes, i + 2);
                    continue;
                case State.Text:
                    i = ReadText(bytes, i);
                    continue;
                case State.Number:
                    i = ReadNumber(bytes, i);
                    continue;
                case State.Literal:
                    ReadLiteral(bytes[i++]);
                    continue;
                case State.Skipped:
                    i = _skipper.Skip(bytes, i, out var ended);
                    if (ended)
                        EndValue();
                    continue;
                case State.Broken:
                    return;
                default:
                    var c = bytes[i++];
                    if (c is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'))
                        Structure(c);
                    continue;
            }
        }
    }

    /// <summary>
    /// Reads members of an object as long as each stands whole in the piece, which nearly all do: without a step for each of their parts.
    /// What does not is left to the steps.
    /// </summary>
    /// <returns>Where the steps go on.</returns>
    private int ReadMembers(ReadOnlySpan<byte> bytes, int i)
    {
        while (true)
        {
            var length = LengthOfText(bytes, i);
            var colon = i + length + 1;
            if (length < 0 || colon + 1 >= bytes.Length || bytes[colon] != ':')
            {
                (_state, _kind) = (State.Text, Kind.Name);
                return i;
            }
            _node = visitor.Property(_nodes[_depth - 1], Capped(bytes.Slice(i, length)));
            i = ReadValue(bytes, colon + 1);
            while (_state == State.CommaOrEnd && i < bytes.Length && bytes[i] == '}' && !InArray)
            {
                EndContainer();
                i++;
            }
            if (_state == State.FirstName && i < bytes.Length && bytes[i] == '"')
                i++;
            else if (_state == State.CommaOrEnd && IsNextName(bytes, i))
                i += 2;
            else
                return i;
        }
    }

    private bool IsNextName(ReadOnlySpan<byte> bytes, int i) =>
        i + 1 < bytes.Length && bytes[i] == ',' && bytes[i + 1] == '"' && !InArray;

    private int ReadValue(ReadOnlySpan<byte> bytes, int i)
    {
        _state = State.CommaOrEnd;
        switch (bytes[i])
        {
            case (byte)'"' when _node != JsonVisitor.Streamed:
                var length = LengthOfText(bytes, i + 1);
                if (length < 0)
                    break;
                if (_node != JsonVisitor.Skip)
                    visitor.Text(_node, Capped(bytes.Slice(i + 1, length)));
                return i + length + 2;
            case >= (byte)'0' and <= (byte)'9':
                var end = JsonNumber.EndOfWhole(bytes, i, out var value);
                if (end < 0)
                    break;
                if (_node != JsonVisitor.Skip)
                    visitor.Number(_node, value);
                return end;
            case (byte)'n' when bytes.Slice(i).StartsWith("null"u8):
                if (_node != JsonVisitor.Skip)
                    visitor.Null(_node);
                return i + 4;
        }
        _state = State.Value;
        if (bytes[i] <= ' ')
            return i;
        BeginValue(bytes[i]);
        return i + 1;
    }

    /// <summary>Bytes up to the quote that ends a text; -1 when that is not in the piece, or an escape stands before it.</summary>
    private static int LengthOfText(ReadOnlySpan<byte> bytes, int i)
    {
        var rest = bytes.Slice(i);
        var stop = rest.IndexOfAny((byte)'"', (byte)'\\');
        return stop >= 0 && rest[stop] == '"' ? stop : -1;
    }

    private static ReadOnlySpan<byte> Capped(ReadOnlySpan<byte> text) =>
        text.Length > JsonText.Cap ? text.Slice(0, JsonText.Cap) : text;

    private void Structure(byte c)
    {
        switch (_state)
        {
            case State.Value:
                BeginValue(c);
                break;
            case State.FirstItem when c == ']':
                EndContainer();
                break;
            case State.FirstItem:
                _node = visitor.Item(_nodes[_depth - 1]);
                BeginValue(c);
                break;
            case State.FirstName when c == '}':
                EndContainer();
                break;
            case State.Colon when c == ':':
                _state = State.Value;
                break;
            case State.CommaOrEnd when c == ',':
                NextMember();
                break;
            case State.CommaOrEnd when c == (InArray ? ']' : '}'):
                EndContainer();
                break;
            default:
                _state = State.Broken;
                break;
        }
    }

    private bool InArray => (_arrays >> (_depth - 1) & 1) != 0;

    private void NextMember()
    {
        if (!InArray)
        {
            _state = State.Name;
            return;
        }
        _node = visitor.Item(_nodes[_depth - 1]);
        _state = State.Value;
    }

    private void BeginValue(byte c)
    {
        switch (c)
        {
            case (byte)'"':
                BeginText();
                break;
            case (byte)'{' or (byte)'[':
                BeginContainer(c == '[');
                break;
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                _number.Start(c);
                _state = State.Number;
                break;
            case (byte)'t' or (byte)'f' or (byte)'n':
                (_state, _literal, _literalRead) = (State.Literal, c, 1);
                break;
            case 0xEF or 0xBB or 0xBF when Fresh:
                // A byte order mark before the text.
                break;
            default:
                _state = State.Broken;
                break;
        }
    }

    private void BeginText()
    {
        _kind = Kind.Value;
        _state = _node == JsonVisitor.Skip ? State.Skipped : State.Text;
        if (_state == State.Skipped)
            _skipper.StartText();
    }

    private void BeginContainer(bool array)
    {
        if (_node == JsonVisitor.Skip || _depth == MaxDepth)
        {
            _state = State.Skipped;
            _skipper.StartContainer();
            return;
        }
        var bit = 1u << _depth;
        _arrays = array ? _arrays | bit : _arrays & ~bit;
        _nodes[_depth++] = _node;
        _state = array ? State.FirstItem : State.FirstName;
        visitor.Begin(_node);
    }

    private void EndContainer()
    {
        visitor.End(_nodes[--_depth]);
        EndValue();
    }

    private void EndValue() => _state = _depth == 0 ? State.Done : State.CommaOrEnd;

    private int ReadText(ReadOnlySpan<byte> bytes, int i)
    {
        if (_text.InEscape)
        {
            if (!_text.Escape(bytes[i]))
                _state = State.Broken;
            return i + 1;
        }
        var rest = bytes.Slice(i);
        var stop = rest.IndexOfAny((byte)'"', (byte)'\\');
        var run = stop < 0 ? rest : rest.Slice(0, stop);
        if (_kind == Kind.Value && _node == JsonVisitor.Streamed)
            StreamText(run);
        else if (stop >= 0 && rest[stop] == '"' && _text.IsEmpty)
            return EndText(Capped(run), i + stop + 1);
        else
            _text.Append(run);
        if (stop < 0)
            return bytes.Length;
        if (rest[stop] == '"')
            return EndText(_text.Bytes, i + stop + 1);
        _text.BeginEscape();
        return i + stop + 1;
    }

    private void StreamText(ReadOnlySpan<byte> run)
    {
        // What an escape gave comes first.
        if (!_text.IsEmpty)
            visitor.Piece(_text.Bytes);
        _text.Clear();
        visitor.Piece(run);
    }

    private int EndText(ReadOnlySpan<byte> value, int next)
    {
        if (_kind == Kind.Name)
        {
            _node = visitor.Property(_nodes[_depth - 1], value);
            _state = State.Colon;
        }
        else
        {
            visitor.Text(_node, value);
            EndValue();
        }
        _text.Clear();
        return next;
    }

    private int ReadNumber(ReadOnlySpan<byte> bytes, int i)
    {
        while (i < bytes.Length && _number.Add(bytes[i]))
            i++;
        if (i == bytes.Length)
            return i;
        if (_node != JsonVisitor.Skip)
            visitor.Number(_node, _number.Value());
        EndValue();
        return i;
    }

    private void ReadLiteral(byte c)
    {
        var word = _literal switch
        {
            (byte)'t' => "true"u8,
            (byte)'f' => "false"u8,
            _ => "null"u8,
        };
        if (c != word[_literalRead])
            _state = State.Broken;
        else if (++_literalRead == word.Length)
            EndLiteral();
    }

    private void EndLiteral()
    {
        if (_node != JsonVisitor.Skip)
        {
            if (_literal == 'n')
                visitor.Null(_node);
            else
                visitor.Flag(_node, _literal == 't');
        }
        EndValue();
    }
}
