using System.Text;
using System.Text.Json;
using CiBudget.Json;

namespace CiBudget.Replay;

/// <summary>A JSON value that knows where in its file it stands.</summary>
/// <remarks>Fields, not properties: before the first answer, each accessor would be one more method to compile.</remarks>
internal sealed class PlacedJson(
    JsonTokenType type,
    string? text,
    ReadOnlyMemory<byte> file,
    int start,
    int length,
    List<PlacedMember> members,
    List<PlacedJson> items
)
{
    public readonly JsonTokenType Type = type;

    /// <summary>The text of a string or a number.</summary>
    public readonly string? Text = text;

    /// <summary>The value's text in the file, comments included.</summary>
    public readonly ReadOnlyMemory<byte> Raw = file.Slice(start, length);

    public readonly List<PlacedMember> Members = members;

    public readonly List<PlacedJson> Items = items;

    // Worked out when somebody complains: most files are good.
    public Position At => new LineMap(file.Span).At(start);

    /// <summary>Reads one value; comments and trailing commas are allowed, a name that comes twice is not.</summary>
    /// <exception cref="ScenarioException">The text is not JSON.</exception>
    public static PlacedJson Parse(byte[] file, string path)
    {
        var bytes = file.AsSpan().StartsWith("\uFEFF"u8) ? file.AsMemory(3) : file.AsMemory();
        return PlainJson.Read(bytes) ?? Read(bytes, path);
    }

    /// <summary>Reads any JSON, or says what is wrong with it.</summary>
    internal static PlacedJson Read(ReadOnlyMemory<byte> bytes, string path)
    {
        var reader = new Utf8JsonReader(
            bytes.Span,
            new JsonReaderOptions
            {
                CommentHandling = JsonCommentHandling.Skip,
                AllowTrailingCommas = true,
            }
        );
        try
        {
            reader.Read();
            var value = Read(ref reader, bytes, path);
            reader.Read(); // Anything after the value is an error of the reader.
            return value;
        }
        catch (JsonException e)
        {
            throw new ScenarioException(
                Codes.ScenarioInvalid,
                path,
                new LineMap(bytes.Span).At(e),
                $"This is not JSON: {JsonCursor.Reason(e)}"
            );
        }
    }

    private static PlacedJson Read(
        ref Utf8JsonReader reader,
        ReadOnlyMemory<byte> bytes,
        string path
    )
    {
        var type = reader.TokenType;
        var start = (int)reader.TokenStartIndex;
        var members = new List<PlacedMember>();
        var items = new List<PlacedJson>();
        string? text = null;
        switch (type)
        {
            case JsonTokenType.StartObject:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = TextOf(ref reader, bytes, path);
                    var nameStart = (int)reader.TokenStartIndex;
                    if (Has(members, name))
                    {
                        throw new ScenarioException(
                            Codes.ScenarioInvalid,
                            path,
                            new LineMap(bytes.Span).At(nameStart),
                            $"'{name}' is there twice."
                        );
                    }
                    reader.Read();
                    members.Add(
                        new PlacedMember(name, bytes, nameStart, Read(ref reader, bytes, path))
                    );
                }
                break;
            case JsonTokenType.StartArray:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(Read(ref reader, bytes, path));
                }
                break;
            case JsonTokenType.String:
                text = TextOf(ref reader, bytes, path);
                break;
            case JsonTokenType.Number:
                text = Encoding.UTF8.GetString(reader.ValueSpan);
                break;
        }
        return new(type, text, bytes, start, (int)reader.BytesConsumed - start, members, items);
    }

    internal static bool Has(List<PlacedMember> members, string name)
    {
        foreach (var member in members)
        {
            if (member.Name == name)
            {
                return true;
            }
        }
        return false;
    }

    private static string TextOf(ref Utf8JsonReader reader, ReadOnlyMemory<byte> bytes, string path)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new ScenarioException(
                Codes.ScenarioInvalid,
                path,
                new LineMap(bytes.Span).At(reader.TokenStartIndex),
                "This text is not UTF-8, or a \\u escape in it lacks its other half."
            );
        }
    }
}

/// <summary>A member of an object.</summary>
internal sealed class PlacedMember(
    string name,
    ReadOnlyMemory<byte> file,
    int start,
    PlacedJson value
)
{
    public readonly string Name = name;

    public readonly PlacedJson Value = value;

    /// <summary>Where the name stands.</summary>
    public Position At => new LineMap(file.Span).At(start);
}
