namespace CiBudget.Wire;

/// <summary>How a body carries its usage.</summary>
public enum BodyShape
{
    /// <summary>Nothing to read: a free endpoint.</summary>
    None,

    /// <summary>One JSON object: a message, an error, a token count.</summary>
    Json,

    /// <summary>Server-sent events (<c>text/event-stream</c>).</summary>
    EventStream,

    /// <summary>Batch results, one JSON object a line (<c>application/x-jsonl</c>).</summary>
    JsonLines,

    /// <summary>Bedrock's binary event stream (<c>application/vnd.amazon.eventstream</c>).</summary>
    BedrockEventStream,
}
