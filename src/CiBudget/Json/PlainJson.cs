using System.Text;
using System.Text.Json;

namespace CiBudget.Json;

/// <summary>
/// Reads JSON as nearly every file writes it: printable ASCII without escapes, whole numbers, no comments, every key once. All else,
/// and every fault, is for <see cref="Utf8JsonReader"/>, whose code the runtime must compile when it is first used: a quarter of what
/// the first answer of a replay host would take beyond the server's own start.
/// </summary>
internal sealed class PlainJson(JsonSource source, byte[] json)
{
    private const int MaxDepth = 60;

    private int _at;

    /// <summary>The value; null when it is not as plain as that.</summary>
    public JsonTree? Read()
    {
        var value = Value(0, null);
        return Next() == 0 ? value : null;
    }

    /// <summary>The next byte that is no space; 0 at the end.</summary>
    private byte Next()
    {
        while (_at < json.Length && JsonSource.IsSpace(json[_at]))
            _at++;
        return _at < json.Length ? json[_at] : (byte)0;
    }

    private bool Take(char expected)
    {
        var found = Next() == expected;
        _at += found ? 1 : 0;
        return found;
    }

    private JsonTree? Value(int depth, JsonTree? key)
    {
        var first = (char)Next();
        var type = first switch
        {
            '"' => JsonTokenType.String,
            '{' => JsonTokenType.StartObject,
            '[' => JsonTokenType.StartArray,
            't' => JsonTokenType.True,
            'f' => JsonTokenType.False,
            'n' => JsonTokenType.Null,
            _ => JsonTokenType.Number,
        };
        var start = _at;
        var items = first switch
        {
            '{' or '[' when depth == MaxDepth => null,
            '{' => Items(depth, '}'),
            '[' => Items(depth, ']'),
            _ => [],
        };
        var text = first switch
        {
            '"' => Text(),
            '{' or '[' => "",
            't' => Word("true"),
            'f' => Word("false"),
            'n' => Word("null"),
            _ => Number(),
        };
        return items is null || text is null
            ? null
            : new JsonTree(source, type, text, items, start, _at - start, key);
    }

    private JsonTree[]? Items(int depth, char end)
    {
        var items = new List<JsonTree>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        _at++;
        if (Take(end))
            return [];
        do
        {
            var key = end == '}' ? Key(names) : null;
            if ((end == '}' && key is null) || Value(depth + 1, key) is not { } item)
                return null;
            items.Add(item);
        } while (Take(','));
        return Take(end) ? items.ToArray() : null;
    }

    private JsonTree? Key(HashSet<string> names)
    {
        var isText = Next() == '"';
        var start = _at;
        return isText && Text() is { } name && names.Add(name) && Take(':')
            ? new JsonTree(source, JsonTokenType.PropertyName, name, [], start, _at - start, null)
            : null;
    }

    private string? Text()
    {
        var start = ++_at;
        while (
            _at < json.Length && json[_at] is >= 0x20 and < 0x7F and not ((byte)'"' or (byte)'\\')
        )
            _at++;
        return _at < json.Length && json[_at] == '"' ? Ascii(start, _at++) : null;
    }

    private string? Number()
    {
        var start = _at;
        while (_at < json.Length && json[_at] is >= (byte)'0' and <= (byte)'9')
            _at++;
        // What follows a number decides whether it was one: 1.5 and 1e5 end in a byte that nothing here takes.
        return _at == start || (json[start] == '0' && _at > start + 1) ? null : Ascii(start, _at);
    }

    private string? Word(string word)
    {
        var start = _at;
        _at += word.Length;
        return _at <= json.Length && Ascii(start, _at) == word ? "" : null;
    }

    private string Ascii(int start, int end) => Encoding.ASCII.GetString(json, start, end - start);
}
