using System.Text.Json;
using CiBudget.Text;

namespace CiBudget.Json;

/// <summary>A value of a JSON file that people write: it knows its place, and says what is wrong with it.</summary>
internal sealed class JsonTree(
    JsonSource source,
    JsonTokenType type,
    string text,
    JsonTree[] items,
    int start,
    int length,
    JsonTree? key
)
{
    /// <summary>What it is; <see cref="JsonTokenType.None"/> for a file that holds nothing but white space.</summary>
    public JsonTokenType Type => type;

    /// <summary>The text of a string, or a number as it is written; else empty.</summary>
    public string Text => text;

    /// <summary>The values of an object's members, or the items of an array, in the file's order.</summary>
    public IReadOnlyList<JsonTree> Items => items;

    /// <summary>The key that this value stands behind; of what stands behind none, the value itself.</summary>
    public JsonTree Key => key ?? this;

    public string Name => Key.Text;

    /// <summary>The value as it is written, comments included.</summary>
    public ReadOnlyMemory<byte> Raw => source.Bytes(start, length);

    // Worked out when somebody asks: most values of most files are good.
    public Position Position =>
        type == JsonTokenType.None ? Position.None : source.PositionOf(start);

    public JsonTree? this[string name]
    {
        get
        {
            if (type == JsonTokenType.StartObject)
                foreach (var item in items)
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
    public Exception Fault(string message) => source.Fault(Position, message);

    /// <summary>The exception for something wrong with a member of this object, or with its absence.</summary>
    public Exception Fault(string name, string message) => (this[name] ?? this).Fault(message);

    public Exception Expected(string expected) =>
        Fault(
            type == JsonTokenType.None
                ? $"the file is empty: expected {expected}"
                : $"expected {expected}, found {Found()}"
        );

    public Exception Twice(JsonTree first) =>
        Fault(
            $"\"{SafeText.Excerpt(text)}\" is here twice: first at line {first.Position.Line}, column {first.Position.Column}"
        );

    private string Found() =>
        type switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "an array",
            JsonTokenType.String => $"\"{SafeText.Excerpt(text)}\"",
            JsonTokenType.Number => $"the number {SafeText.Excerpt(text)}",
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            _ => "null",
        };
}
