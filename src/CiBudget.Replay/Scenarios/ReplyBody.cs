namespace CiBudget.Replay;

/// <summary>A successful answer: JSON, or server-sent events when the request asks for a stream.</summary>
/// <param name="Content">What Claude says and what it counts.</param>
public sealed record ReplyBody(ClaudeReply Content) : StepBody;
