using System.Text.Json;
using CiBudget.Text;

namespace CiBudget.Json;

/// <summary>A value of a JSON file that people write: it knows its place, and says what is wrong with it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class JsonTree
{
    private readonly JsonSource _source;
    private readonly int _start;
    private readonly int _length;
    private readonly JsonTree[] _items;
    private readonly JsonTree? _key;

    internal JsonTree(
        JsonSource source,
        JsonTokenType type,
        string text,
        JsonTree[] items,
        int start,
        int length,
        JsonTree? key
    )
    {
        _source = source;
        _items = items;
        _start = start;
        _length = length;
        _key = key;
        Type = type;
        Text = text;
    }

    /// <summary>What it is; <see cref="JsonTokenType.None"/> for a file that holds nothing but white space.</summary>
    public JsonTokenType Type { get; }

    /// <summary>The text of a string, or a number as it is written; else empty.</summary>
    public string Text { get; }

    /// <summary>The values of an object's members, or the items of an array, in the file's order.</summary>
    public IReadOnlyList<JsonTree> Items => _items;

    /// <summary>The key that this value stands behind; of what stands behind none, the value itself.</summary>
    public JsonTree Key => _key ?? this;

    /// <summary>The text of <see cref="Key"/>.</summary>
    public string Name => Key.Text;

    /// <summary>The value as it is written, comments included.</summary>
    public ReadOnlyMemory<byte> Raw => _source.Bytes(_start, _length);

    // Worked out when somebody asks: most values of most files are good.
    internal Position Position =>
        Type == JsonTokenType.None ? Position.None : _source.PositionOf(_start);

    /// <summary>A member of this object; null when it has none of the name, and when this is no object.</summary>
    public JsonTree? this[string name]
    {
        get
        {
            if (Type == JsonTokenType.StartObject)
                foreach (var item in _items)
                    if (item.Name == name)
                        return item;
            return null;
        }
    }

    /// <summary>Reads a file's text.</summary>
    /// <param name="utf8">The file's bytes; a byte order mark is no part of the text and has no column.</param>
    /// <param name="exception">Makes the exception for a place and what is wrong there.</param>
    public static JsonTree Parse(
        ReadOnlySpan<byte> utf8,
        Func<Position, string, Exception> exception
    ) =>
        new JsonSource(
            (utf8.StartsWith("\uFEFF"u8) ? utf8.Slice(3) : utf8).ToArray(),
            exception
        ).Read();

    /// <summary>The exception for something wrong with this value.</summary>
    public Exception Fault(string message) => _source.Fault(Position, message);

    /// <summary>The exception for something wrong with a member of this object, or with its absence.</summary>
    public Exception Fault(string name, string message) => (this[name] ?? this).Fault(message);

    internal Exception Expected(string expected) =>
        Fault(
            Type == JsonTokenType.None
                ? $"the file is empty: expected {expected}"
                : $"expected {expected}, found {Found()}"
        );

    internal Exception Twice(JsonTree first) =>
        Fault(
            $"\"{SafeText.Excerpt(Text)}\" is here twice: first at line {first.Position.Line}, column {first.Position.Column}"
        );

    private string Found() =>
        Type switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "an array",
            JsonTokenType.String => $"\"{SafeText.Excerpt(Text)}\"",
            JsonTokenType.Number => $"the number {SafeText.Excerpt(Text)}",
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            _ => "null",
        };
}
