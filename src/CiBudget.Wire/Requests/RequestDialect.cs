namespace CiBudget.Wire;

/// <summary>How a request for a message is written.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum RequestDialect
{
    /// <summary><c>POST /v1/messages</c>, and the same body on a cloud.</summary>
    Messages,

    /// <summary><c>POST /v1/messages/batches</c>: many of them.</summary>
    MessageBatch,

    /// <summary>Bedrock's Converse and ConverseStream.</summary>
    Converse,

    /// <summary>The OpenAI-compatible <c>POST /v1/chat/completions</c>.</summary>
    ChatCompletions,
}
