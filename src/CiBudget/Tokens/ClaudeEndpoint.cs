namespace CiBudget.Tokens;

/// <summary>What a request to a Claude host asks for.</summary>
public enum ClaudeEndpoint : byte
{
    /// <summary>Not an endpoint that this version knows. A 2xx answer of it is unmeasured.</summary>
    Unknown,

    /// <summary><c>POST /v1/messages</c> on any platform, Bedrock's Converse and the OpenAI-compatible <c>POST /v1/chat/completions</c>.</summary>
    Messages,

    /// <summary><c>POST /v1/messages/count_tokens</c>: free.</summary>
    CountTokens,

    /// <summary><c>GET /v1/messages/batches/{id}/results</c>: carries what the batch cost.</summary>
    BatchResults,

    /// <summary><c>POST /v1/complete</c>: costs money and reports no usage, so it is unmeasured.</summary>
    Complete,

    /// <summary>Models, files, skills, batch management, organization calls: free.</summary>
    Free,

    /// <summary><c>POST /v1/messages/batches</c>: free itself, and the order to spend.</summary>
    BatchCreation,
}
