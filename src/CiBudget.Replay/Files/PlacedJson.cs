using System.Text;
using System.Text.Json;

namespace CiBudget.Replay;

/// <summary>A JSON value that knows where in its file it stands.</summary>
internal sealed class PlacedJson
{
    public required JsonTokenType Type { get; init; }

    public required Position At { get; init; }

    /// <summary>The value's text in the file, comments included.</summary>
    public required ReadOnlyMemory<byte> Raw { get; init; }

    /// <summary>The text of a string or a number.</summary>
    public string? Text { get; init; }

    public IReadOnlyList<PlacedMember> Members { get; init; } = [];

    public IReadOnlyList<PlacedJson> Items { get; init; } = [];

    /// <summary>Reads one value; comments and trailing commas are allowed, a name that comes twice is not.</summary>
    /// <exception cref="ScenarioException">The text is not JSON.</exception>
    public static PlacedJson Parse(byte[] file, string path)
    {
        var bytes = file.AsSpan().StartsWith("\uFEFF"u8) ? file.AsMemory(3) : file.AsMemory();
        var lines = new LineMap(bytes.Span);
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
            var value = Read(ref reader, bytes, ref lines, path);
            reader.Read(); // Anything after the value is an error of the reader.
            return value;
        }
        catch (JsonException e)
        {
            throw new ScenarioException(
                Codes.ScenarioInvalid,
                path,
                lines.At(e),
                $"This is not JSON: {JsonCursor.Reason(e)}"
            );
        }
    }

    private static PlacedJson Read(
        ref Utf8JsonReader reader,
        ReadOnlyMemory<byte> bytes,
        ref LineMap lines,
        string path
    )
    {
        var type = reader.TokenType;
        var start = (int)reader.TokenStartIndex;
        var at = lines.At(start);
        var members = new List<PlacedMember>();
        var items = new List<PlacedJson>();
        string? text = null;
        switch (type)
        {
            case JsonTokenType.StartObject:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = TextOf(ref reader, lines, path);
                    var nameAt = lines.At(reader.TokenStartIndex);
                    if (members.Exists(m => m.Name == name))
                    {
                        throw new ScenarioException(
                            Codes.ScenarioInvalid,
                            path,
                            nameAt,
                            $"'{name}' is there twice."
                        );
                    }
                    reader.Read();
                    members.Add(
                        new PlacedMember(name, nameAt, Read(ref reader, bytes, ref lines, path))
                    );
                }
                break;
            case JsonTokenType.StartArray:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(Read(ref reader, bytes, ref lines, path));
                }
                break;
            case JsonTokenType.String:
                text = TextOf(ref reader, lines, path);
                break;
            case JsonTokenType.Number:
                text = Encoding.UTF8.GetString(reader.ValueSpan);
                break;
        }
        return new PlacedJson
        {
            Type = type,
            At = at,
            Raw = bytes[start..(int)reader.BytesConsumed],
            Text = text,
            Members = members,
            Items = items,
        };
    }

    private static string TextOf(ref Utf8JsonReader reader, LineMap lines, string path)
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
                lines.At(reader.TokenStartIndex),
                "This text is not UTF-8, or a \\u escape in it lacks its other half."
            );
        }
    }
}

/// <summary>A member of an object.</summary>
internal sealed record PlacedMember(string Name, Position At, PlacedJson Value);
