using System.Text.Json;

namespace CiBudget.Tool.Bodies;

/// <summary>Tells one answer from many by the first bytes; names of files say little. What carries an answer is told where it is read.</summary>
internal static class ShapeOfBody
{
    /// <summary>How much of a body is looked at.</summary>
    public const int HeadSize = 64 * 1024;

    public static bool IsGzip(ReadOnlySpan<byte> head) =>
        head.Length > 2 && head[0] == 0x1F && head[1] == 0x8B;

    public static RecordedShape Detect(ReadOnlySpan<byte> head)
    {
        var text = head.TrimStart("\uFEFF"u8).TrimStart(" \t\r\n"u8);
        return text.StartsWith("{"u8) ? OfJson(text) : RecordedShape.Answer;
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
                    && (reader.ValueTextEquals("custom_id"u8) || reader.ValueTextEquals("result"u8))
                )
                    return RecordedShape.BatchResults;
                if (reader is { TokenType: JsonTokenType.EndObject, CurrentDepth: 0 })
                    break;
            }
        }
        catch (JsonException)
        {
            return RecordedShape.Answer;
        }
        var rest = text[(int)reader.BytesConsumed..].TrimStart(" \t\r\n"u8);
        return reader.CurrentDepth == 0 && rest.StartsWith("{"u8)
            ? RecordedShape.MessageLines
            : RecordedShape.Answer;
    }
}
