using CiBudget.Tokens;
using CiBudget.Wire;

namespace CiBudget.Replay;

/// <summary>The path that the Claude API itself has for what a request asks, whichever cloud's client or gateway sent it.</summary>
internal static class ApiPath
{
    public const string Messages = "/v1/messages";
    public const string CountTokens = "/v1/messages/count_tokens";
    public const string Batches = "/v1/messages/batches";
    public const string Models = "/v1/models";

    /// <summary>
    /// <c>/model/…/invoke</c> of Bedrock, <c>…:rawPredict</c> of Vertex AI and <c>/gateway/v1/messages</c> are <c>/v1/messages</c>. A
    /// path that means nothing to Claude stays as it is.
    /// </summary>
    public static string From(string path) =>
        ClaudeEndpoints.EndpointOf(path, "POST") switch
        {
            ClaudeEndpoint.Messages when !HasOtherForm(path) => Messages,
            ClaudeEndpoint.CountTokens => CountTokens,
            _ => WithoutPrefix(path.TrimEnd('/')),
        };

    /// <summary>True for what counts as a message and is answered in a form of its own: Bedrock's Converse, OpenAI's chat completions.</summary>
    public static bool HasOtherForm(string path) =>
        path.EndsWith("/converse", StringComparison.Ordinal)
        || path.EndsWith("/converse-stream", StringComparison.Ordinal)
        || IsChatCompletions(path);

    /// <summary>True for a path that Claude shares with OpenAI and all who speak its API.</summary>
    public static bool IsChatCompletions(string path) =>
        path.TrimEnd('/').EndsWith("/chat/completions", StringComparison.Ordinal);

    private static string WithoutPrefix(string path)
    {
        var version = path.LastIndexOf("/v1/", StringComparison.Ordinal);
        if (version >= 0)
            return path[version..];

        // Some SDKs take a base URL that ends in /v1, and are given one without.
        return path.EndsWith("/messages", StringComparison.Ordinal) ? Messages
            : path.EndsWith("/messages/count_tokens", StringComparison.Ordinal) ? CountTokens
            : path;
    }
}
