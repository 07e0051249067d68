using System.Text;
using System.Text.Json;

namespace CiBudget.Replay;

/// <summary>A JSON value that knows where in its file it stands.</summary>
/// <remarks>Fields, not properties: before the first answer, each accessor would be one more method to compile.</remarks>
internal sealed class PlacedJson(
    JsonTokenType type,
    string? text,
    LineMap lines,
    int start,
    ReadOnlyMemory<byte> raw,
    List<PlacedMember> members,
    List<PlacedJson> items
)
{
    public readonly JsonTokenType Type = type;

    /// <summary>The text of a string or a number.</summary>
    public readonly string? Text = text;

    /// <summary>The value's text in the file, comments included.</summary>
    public readonly ReadOnlyMemory<byte> Raw = raw;

    public readonly List<PlacedMember> Members = members;

    public readonly List<PlacedJson> Items = items;

    // Worked out when somebody complains: most files are good.
    public Position At => lines.PositionOf(start);

    /// <summary>Reads one value; comments and trailing commas are allowed, a name that comes twice is not.</summary>
    /// <exception cref="ScenarioException">The text is not JSON.</exception>
    public static PlacedJson Parse(byte[] file, string path)
    {
        var bytes = file.AsSpan().StartsWith("\uFEFF"u8) ? file.AsMemory(3) : file.AsMemory();
        var lines = new LineMap(bytes);
        return PlainJson.Read(bytes, lines) ?? Read(bytes, lines, path);
    }

    /// <summary>Reads any JSON, or says what is wrong with it.</summary>
    internal static PlacedJson Read(ReadOnlyMemory<byte> bytes, LineMap lines, string path)
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
            var value = Read(ref reader, bytes, lines, path);
            reader.Read(); // Anything after the value is an error of the reader.
            return value;
        }
        catch (JsonException e)
        {
            var at = lines.PositionOf((int)(e.LineNumber ?? 0), (int)(e.BytePositionInLine ?? 0));
            throw new ScenarioException(
                Codes.ScenarioInvalid,
                path,
                at,
                $"This is not JSON: {Reason(e.Message)}"
            );
        }
    }

    private static PlacedJson Read(
        ref Utf8JsonReader reader,
        ReadOnlyMemory<byte> bytes,
        LineMap lines,
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
                    var name = reader.GetString()!;
                    var nameStart = (int)reader.TokenStartIndex;
                    if (Has(members, name))
                    {
                        throw new ScenarioException(
                            Codes.ScenarioInvalid,
                            path,
                            lines.PositionOf(nameStart),
                            $"'{name}' is there twice."
                        );
                    }
                    reader.Read();
                    members.Add(
                        new PlacedMember(
                            name,
                            lines,
                            nameStart,
                            Read(ref reader, bytes, lines, path)
                        )
                    );
                }
                break;
            case JsonTokenType.StartArray:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(Read(ref reader, bytes, lines, path));
                }
                break;
            case JsonTokenType.String:
                text = reader.GetString();
                break;
            case JsonTokenType.Number:
                text = Encoding.UTF8.GetString(reader.ValueSpan);
                break;
        }
        return new(
            type,
            text,
            lines,
            start,
            bytes[start..(int)reader.BytesConsumed],
            members,
            items
        );
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

    // The reader adds "LineNumber: 3 | BytePositionInLine: 7." which the place says better.
    private static string Reason(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }
}

/// <summary>A member of an object.</summary>
internal sealed class PlacedMember(string name, LineMap lines, int start, PlacedJson value)
{
    public readonly string Name = name;

    public readonly PlacedJson Value = value;

    /// <summary>Where the name stands.</summary>
    public Position At => lines.PositionOf(start);
}
