using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CiBudget.Replay;

/// <summary>A JSON value as Claude would send it: on one line, without the comments and spaces of the file.</summary>
internal static class CompactJson
{
    public static string Of(PlacedJson value)
    {
        var options = new JsonDocumentOptions
        {
            CommentHandling = JsonCommentHandling.Skip,
            AllowTrailingCommas = true,
        };
        using var document = JsonDocument.Parse(value.Raw, options);
        var buffer = new ArrayBufferWriter<byte>(value.Raw.Length);
        using (
            var json = new Utf8JsonWriter(
                buffer,
                new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            )
        )
        {
            document.RootElement.WriteTo(json);
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
