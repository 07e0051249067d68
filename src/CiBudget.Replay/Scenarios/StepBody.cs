using System.Text;

namespace CiBudget.Replay;

/// <summary>What a step sends: fixed bytes, server-sent events, or a reply that is written as the request asks.</summary>
public abstract record StepBody
{
    private protected StepBody() { }

    /// <summary>No body.</summary>
    public static StepBody Empty { get; } = new FixedBody(ReadOnlyMemory<byte>.Empty, null);

    /// <summary>A JSON text, sent as it is.</summary>
    public static StepBody Json(string json) => Text(json, "application/json");

    /// <summary>A text, sent as it is.</summary>
    public static StepBody Text(string text, string contentType = "text/plain; charset=utf-8") =>
        new FixedBody(Encoding.UTF8.GetBytes(text), contentType);

    /// <summary>Batch results: one JSON object a line, each line ended.</summary>
    public static StepBody Lines(IEnumerable<string> lines) =>
        Text(string.Concat(lines.Select(static line => line + "\n")), "application/x-jsonl");

    /// <summary>Server-sent events, each sent as it is due.</summary>
    public static StepBody Events(IReadOnlyList<ScenarioEvent> events) => new EventsBody(events);

    /// <summary>A successful answer, as JSON or as a stream.</summary>
    public static StepBody Reply(ClaudeReply reply) => new ReplyBody(reply);
}
