using System.Text.Json;

namespace CiBudget.Tool.Bodies;

/// <summary>Tells what a body is by its first bytes; names of files say little.</summary>
internal static class ShapeOfBody
{
    /// <summary>How much of a body is looked at.</summary>
    public const int HeadSize = 64 * 1024;

    public static bool IsGzip(ReadOnlySpan<byte> head) =>
        head.Length > 2 && head[0] == 0x1F && head[1] == 0x8B;

    public static RecordedShape Of(ReadOnlySpan<byte> head)
    {
        // The frame's length begins with a zero byte, and the headers with a name.
        if (head.Length > 12 && head[0] == 0 && head.IndexOf(":event-type"u8) is > 0 and < 200)
            return RecordedShape.BedrockEventStream;
        var text = head.TrimStart("\uFEFF"u8).TrimStart(" \t\r\n"u8);
        if (
            text.StartsWith("event:"u8)
            || text.StartsWith("data:"u8)
            || text.StartsWith("id:"u8)
            || text.StartsWith("retry:"u8)
            || text.StartsWith(":"u8)
        )
            return RecordedShape.EventStream;
        return text.StartsWith("{"u8) ? OfJson(text) : RecordedShape.Json;
    }

    private static RecordedShape OfJson(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, isFinalBlock: false, state: default);
        try
        {
            while (reader.Read())
            {
                if (
                    reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 }
                    && reader.ValueTextEquals("custom_id"u8)
                )
                    return RecordedShape.BatchResults;
                if (reader is { TokenType: JsonTokenType.EndObject, CurrentDepth: 0 })
                    break;
            }
        }
        catch (JsonException)
        {
            return RecordedShape.Json;
        }
        var rest = text[(int)reader.BytesConsumed..].TrimStart(" \t\r\n"u8);
        return reader.CurrentDepth == 0 && rest.StartsWith("{"u8)
            ? RecordedShape.MessageLines
            : RecordedShape.Json;
    }
}
