using System.Text;
using System.Text.Json;
using CiBudget.Text;

namespace CiBudget.Json;

/// <summary>
/// Walks the JSON of a file that people write, token by token, so that every value's place is known. Every fault becomes an exception of
/// the file's own kind, at its place.
/// </summary>
internal ref struct JsonCursor
{
    private static readonly JsonReaderOptions Options = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    private readonly ReadOnlySpan<byte> _text;
    private readonly Func<Position, string, Exception> _fault;
    private readonly Func<string, IReadOnlyList<string>, string?> _hint;
    private Utf8JsonReader _reader;
    private LineMap _lines;

    /// <summary>Starts before the first token.</summary>
    /// <param name="utf8">The file's text.</param>
    /// <param name="fault">Makes the exception for a place and what is wrong there.</param>
    /// <param name="hint">What to do about an unknown key among the known ones; null when there is nothing particular to say.</param>
    public JsonCursor(
        ReadOnlySpan<byte> utf8,
        Func<Position, string, Exception> fault,
        Func<string, IReadOnlyList<string>, string?> hint
    )
    {
        _text = utf8;
        _fault = fault;
        _hint = hint;
        _lines = new LineMap(utf8);
        _reader = new Utf8JsonReader(utf8, Options);
        RequireUtf8();
    }

    public readonly JsonTokenType Token => _reader.TokenType;

    /// <summary>True when there is nothing but white space.</summary>
    public readonly bool IsBlank
    {
        get
        {
            foreach (var next in _text)
            {
                if (next is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
                    return false;
            }
            return true;
        }
    }

    /// <summary>Where the current token begins.</summary>
    public Position Position => _lines.At(_reader.TokenStartIndex);

    /// <summary>Goes to the next token; at the end of the text it stays where it is.</summary>
    public void Read()
    {
        try
        {
            _reader.Read();
        }
        catch (JsonException fault)
        {
            throw At(_lines.At(fault), $"not valid JSON: {Reason(fault)}");
        }
    }

    /// <summary>Requires an object; its keys are then read one by one.</summary>
    public readonly Dictionary<string, Position> Object(string expected) =>
        Token == JsonTokenType.StartObject ? new(StringComparer.Ordinal) : throw Expected(expected);

    /// <summary>Goes to the value of the object's next key; false at its end. A key may be there once.</summary>
    public bool Next(Dictionary<string, Position> seen, out string key)
    {
        Read();
        key = "";
        if (Token == JsonTokenType.EndObject)
            return false;
        key = Text();
        Once(seen, key);
        return true;
    }

    /// <summary>Requires that what the current token says was not said before.</summary>
    public void Once(Dictionary<string, Position> seen, string said)
    {
        if (seen.TryGetValue(said, out var first))
            throw Fault(
                $"\"{PlainText.Format(said)}\" is here twice: first at line {first.Line}, column {first.Column}"
            );
        seen.Add(said, Position);
    }

    /// <summary>Goes to the value of the object's next key, which must be one of <paramref name="known"/>.</summary>
    public bool Next(Dictionary<string, Position> seen, IReadOnlyList<string> known, out string key)
    {
        if (!Next(seen, out key))
            return false;
        if (!known.Contains(key))
            throw Fault(Unknown(key, known));
        Read();
        return true;
    }

    /// <summary>Goes to the next item of an array that was entered; false at its end.</summary>
    public bool NextItem()
    {
        Read();
        return Token != JsonTokenType.EndArray;
    }

    public readonly void Array(string expected)
    {
        if (Token != JsonTokenType.StartArray)
            throw Expected(expected);
    }

    public readonly string String(string expected) =>
        Token == JsonTokenType.String ? Text() : throw Expected(expected);

    public readonly bool Boolean() =>
        Token is JsonTokenType.True or JsonTokenType.False
            ? Token == JsonTokenType.True
            : throw Expected("true or false");

    /// <summary>Requires one of a few words.</summary>
    public readonly string Choice(IReadOnlyList<string> words)
    {
        var expected = string.Join(" or ", words.Select(word => $"\"{word}\""));
        var written = String(expected);
        return words.Contains(written) ? written : throw Expected(expected);
    }

    public readonly TEnum Choice<TEnum>()
        where TEnum : struct, Enum => CamelCase<TEnum>.Parse(Choice(CamelCase<TEnum>.Names));

    /// <summary>The number as it is written.</summary>
    public readonly string Number() => Ascii(_reader.ValueSpan);

    /// <summary>The exception for something wrong with the current token.</summary>
    public readonly Exception Fault(string message)
    {
        // A copy, because a fault is raised from read-only members too; it is made once.
        var map = _lines;
        return At(map.At(_reader.TokenStartIndex), message);
    }

    public readonly Exception Expected(string expected) =>
        Fault($"expected {expected}, found {Found()}");

    public readonly Exception At(Position place, string message) => _fault(place, message);

    private readonly string Unknown(string key, IReadOnlyList<string> known)
    {
        var hint =
            _hint(key, known)
            ?? (
                NearestName.Find(key, known) is { } near
                    ? $"did you mean \"{near}\"?"
                    : $"expected {string.Join(", ", known)}"
            );
        return $"unknown key \"{PlainText.Format(key)}\": {hint}";
    }

    private readonly string Found() =>
        Token switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "an array",
            JsonTokenType.String => $"\"{PlainText.Format(Text())}\"",
            JsonTokenType.Number => $"the number {PlainText.Format(Number())}",
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            JsonTokenType.Null => "null",
            _ => "nothing",
        };

    private readonly string Text()
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, written as an escape: "\ud800".
            throw Fault("the text holds half a character: a \\u escape lacks its other half");
        }
    }

    private readonly void RequireUtf8()
    {
        try
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(_text.ToArray());
        }
        catch (DecoderFallbackException fault)
        {
            var map = _lines;
            throw At(map.At(Math.Max(0, fault.Index)), "not UTF-8 text: save the file as UTF-8");
        }
    }

    /// <summary>
    /// What is wrong, without what the reader's text has besides: its own, zero-based place, its options, all the rest of the file.
    /// </summary>
    public static string Reason(JsonException fault)
    {
        var end = fault.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var reason = end < 0 ? fault.Message : fault.Message.Substring(0, end);
        reason = reason.Replace(", when isFinalBlock is true", "");
        if (reason.Length > 200)
            reason = $"{reason.Substring(0, 60)}…{reason.Substring(reason.Length - 100)}";
        return new string([
            .. reason.Select(character =>
                char.IsControl(character) || char.IsSurrogate(character) ? '?' : character
            ),
        ]);
    }

    private static string Ascii(ReadOnlySpan<byte> bytes) =>
        Encoding.ASCII.GetString(bytes.ToArray());
}
