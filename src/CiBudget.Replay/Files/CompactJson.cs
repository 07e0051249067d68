using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CiBudget.Json;

namespace CiBudget.Replay;

/// <summary>A JSON value as Claude would send it: on one line, without the comments and spaces of the file.</summary>
internal static class CompactJson
{
    public static string Format(JsonTree value) => Squeezed(value.Raw.Span) ?? Rewritten(value);

    /// <summary>Plain JSON without its spaces, as nearly all of it is written; null when more has to be done.</summary>
    private static string? Squeezed(ReadOnlySpan<byte> json)
    {
        var text = new StringBuilder(json.Length);
        var inText = false;
        foreach (var c in json)
        {
            var isSpace = !inText && c is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';
            var isComment = !inText && c == '/';
            var follows = text.Length > 0 && text[^1] == ',';
            var isTrailingComma = !inText && follows && c is (byte)'}' or (byte)']';
            if (isSpace)
                continue;
            if (isComment || isTrailingComma || c is < (byte)' ' or > (byte)'~' or (byte)'\\')
                return null;
            inText ^= c == '"';
            text.Append((char)c);
        }
        return text.ToString();
    }

    private static string Rewritten(JsonTree value)
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
            document.RootElement.WriteTo(json);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
