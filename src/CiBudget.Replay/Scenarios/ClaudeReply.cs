using CiBudget.Tokens;

namespace CiBudget.Replay;

/// <summary>A successful answer: what Claude says and what it counts. The host writes it as JSON or as a stream, as the request asks.</summary>
/// <example><code>ClaudeReply.Message("Hi!", new Usage { InputTokens = 2000, OutputTokens = 300 })</code></example>
public sealed record ClaudeReply
{
    /// <summary>The model that is named when neither the reply nor the request names one.</summary>
    public const string DefaultModel = "claude-opus-5-5";

    /// <summary>The content blocks, in order.</summary>
    public IReadOnlyList<ReplyBlock> Content { get; init; } =
    [new TextBlock("Hi! My name is Claude.")];

    /// <summary>The model that serves; null for the one that the request asks for.</summary>
    public string? Model { get; init; }

    /// <summary>
    /// What is counted. <see cref="Usage.Model"/>, <see cref="Usage.Batch"/>, <see cref="Usage.Unbilled"/> and unknown counters
    /// are not on the wire and are ignored.
    /// </summary>
    public Usage Usage { get; init; } = new() { InputTokens = 12, OutputTokens = 8 };

    /// <summary>The message's id.</summary>
    public string Id { get; init; } = "msg_013Zva2CMHLNnXjNJJKqJ2EF";

    /// <summary><c>stop_reason</c>; null for <c>tool_use</c> when a tool is asked for, else <c>end_turn</c>.</summary>
    public string? StopReason { get; init; }

    /// <summary>
    /// The text to answer with once the request's last message brings the result of a tool, so that a client that calls tools by
    /// itself comes to an end; null to answer every request alike.
    /// </summary>
    public string? AfterToolResult { get; init; }

    /// <summary>The time between two events of a stream.</summary>
    public TimeSpan Pace { get; init; }

    /// <summary>A text and its usage.</summary>
    public static ClaudeReply Message(string text, Usage? usage = null) =>
        With(new TextBlock(text), usage);

    /// <summary>A tool call and its usage.</summary>
    /// <param name="tool">The tool's name.</param>
    /// <param name="inputJson">The tool's input, a JSON object.</param>
    /// <param name="usage">What is counted.</param>
    public static ClaudeReply ToolUse(string tool, string inputJson, Usage? usage = null) =>
        With(new ToolUseBlock(tool, inputJson), usage);

    /// <summary>The body of a plain answer.</summary>
    /// <param name="requestModel">The model that the request asked for; null when it named none.</param>
    public byte[] ToJson(string? requestModel = null) =>
        ReplyWriter.Message(this, ModelFor(requestModel));

    /// <summary>The events of a streamed answer, from <c>message_start</c> to <c>message_stop</c>.</summary>
    /// <param name="requestModel">The model that the request asked for; null when it named none.</param>
    public IReadOnlyList<ScenarioEvent> ToEvents(string? requestModel = null) =>
        ReplyWriter.Events(this, ModelFor(requestModel));

    internal string Stop =>
        StopReason
        ?? (Content.Any(static block => block is ToolUseBlock) ? "tool_use" : "end_turn");

    /// <summary>What a request of this kind is answered.</summary>
    internal ClaudeReply For(RequestFacts facts) =>
        facts.ToolResult && AfterToolResult is { } text
            ? this with
            {
                Content = [new TextBlock(text)],
                StopReason = null,
            }
            : this;

    private string ModelFor(string? requestModel) => Model ?? requestModel ?? DefaultModel;

    private static ClaudeReply With(ReplyBlock block, Usage? usage)
    {
        var reply = new ClaudeReply { Content = [block] };
        return usage is null ? reply : reply with { Usage = usage };
    }
}
