using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

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

    public static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, Readable))
            write(json);

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    public static void Headers(Utf8JsonWriter json, string property, Answer answer)
    {
        json.WriteStartObject(property);
        foreach (var (name, value) in answer.Headers)
        {
            json.WriteString(name, value);
        }
        json.WriteEndObject();
    }
}
