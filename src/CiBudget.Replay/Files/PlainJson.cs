using System.Text;
using System.Text.Json;

namespace CiBudget.Replay;

/// <summary>
/// Reads JSON as nearly every scenario file and error body writes it: printable ASCII without escapes, whole numbers, no comments,
/// every name once. All else, and every fault, is for <see cref="Utf8JsonReader"/>, whose code the runtime must compile when it is
/// first used: a quarter of what a host's first answer would take beyond the server's own start.
/// </summary>
internal sealed class PlainJson
{
    private const int MaxDepth = 60;

    private readonly ReadOnlyMemory<byte> _json;
    private int _at;

    private PlainJson(ReadOnlyMemory<byte> json) => _json = json;

    /// <summary>The value; null when it is not as plain as that.</summary>
    public static PlacedJson? Read(ReadOnlyMemory<byte> json)
    {
        var reader = new PlainJson(json);
        var value = reader.Value(0);
        return reader.Next() == 0 ? value : null;
    }

    /// <summary>The next byte that is no space; 0 at the end.</summary>
    private byte Next()
    {
        var json = _json.Span;
        while (
            _at < json.Length && json[_at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'
        )
        {
            _at++;
        }
        return _at < json.Length ? json[_at] : (byte)0;
    }

    private bool Take(char expected)
    {
        var found = Next() == expected;
        _at += found ? 1 : 0;
        return found;
    }

    private PlacedJson? Value(int depth)
    {
        var members = new List<PlacedMember>();
        var items = new List<PlacedJson>();
        string? text = null;
        var first = Next();
        var start = _at;
        var type = first switch
        {
            (byte)'"' => JsonTokenType.String,
            (byte)'{' => JsonTokenType.StartObject,
            (byte)'[' => JsonTokenType.StartArray,
            (byte)'t' => JsonTokenType.True,
            (byte)'f' => JsonTokenType.False,
            (byte)'n' => JsonTokenType.Null,
            _ => JsonTokenType.Number,
        };
        var isGood =
            depth < MaxDepth
            && type switch
            {
                JsonTokenType.String => (text = Text()) is not null,
                JsonTokenType.StartObject => Members(members, depth),
                JsonTokenType.StartArray => Items(items, depth),
                JsonTokenType.Number => (text = Number()) is not null,
                _ => Word(first),
            };
        return isGood ? new(type, text, _json, start, _at - start, members, items) : null;
    }

    private bool Members(List<PlacedMember> members, int depth)
    {
        _at++;
        if (Take('}'))
        {
            return true;
        }
        do
        {
            var isName = Next() == '"';
            var start = _at;
            if (
                !isName
                || Text() is not { } name
                || PlacedJson.Has(members, name)
                || !Take(':')
                || Value(depth + 1) is not { } value
            )
            {
                return false;
            }
            members.Add(new(name, _json, start, value));
        } while (Take(','));
        return Take('}');
    }

    private bool Items(List<PlacedJson> items, int depth)
    {
        _at++;
        if (Take(']'))
        {
            return true;
        }
        do
        {
            if (Value(depth + 1) is not { } item)
            {
                return false;
            }
            items.Add(item);
        } while (Take(','));
        return Take(']');
    }

    private string? Text()
    {
        var json = _json.Span;
        var start = ++_at;
        for (; _at < json.Length; _at++)
        {
            var c = json[_at];
            if (c == '"')
            {
                return Encoding.ASCII.GetString(json[start.._at++]);
            }
            if (c is < (byte)' ' or > (byte)'~' or (byte)'\\')
            {
                return null;
            }
        }
        return null;
    }

    private string? Number()
    {
        var json = _json.Span;
        var start = _at;
        while (_at < json.Length && json[_at] is >= (byte)'0' and <= (byte)'9')
        {
            _at++;
        }
        var digits = json[start.._at];
        // What follows a number decides whether it was one: 1.5 and 1e5 end in a byte that nothing here takes.
        return digits.Length == 0 || (digits[0] == '0' && digits.Length > 1)
            ? null
            : Encoding.ASCII.GetString(digits);
    }

    private bool Word(byte first)
    {
        var word = first switch
        {
            (byte)'t' => "true"u8,
            (byte)'f' => "false"u8,
            _ => "null"u8,
        };
        var isThere = _json.Span[_at..].StartsWith(word);
        _at += word.Length;
        return isThere;
    }
}
