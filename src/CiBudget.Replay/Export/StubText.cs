using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CiBudget.Replay;

/// <summary>What the writers of both formats share.</summary>
internal static class StubText
{
    private static readonly JsonWriterOptions Readable = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The whole body as text: pieces joined. Scenario bodies are UTF-8.</summary>
    public static string Body(Answer answer) =>
        string.Concat(
            answer.Frames.Select(static frame => Encoding.UTF8.GetString(frame.Bytes.Span))
        );

    /// <summary>The time between the first and the last piece.</summary>
    public static TimeSpan Pace(Answer answer) =>
        TimeSpan.FromTicks(answer.Frames.Sum(static frame => frame.Delay.Ticks));

    public static string Write(JsonNode file)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, Readable))
            file.WriteTo(json);

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    public static JsonObject Headers(Answer answer) =>
        new(answer.Headers.Select(static h => KeyValuePair.Create(h.Key, (JsonNode?)h.Value)));
}
