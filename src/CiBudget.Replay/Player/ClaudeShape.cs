using CiBudget.Tokens;
using CiBudget.Wire;

namespace CiBudget.Replay;

/// <summary>Tells Claude's requests from those of other APIs on a server that serves both.</summary>
internal static class ClaudeShape
{
    public const string VersionHeader = "anthropic-version";

    /// <summary>
    /// True for a path that only Claude has. <c>/v1/models</c> and <c>/v1/files</c>, which other APIs have as well, are Claude's when the
    /// request carries <c>anthropic-version</c>, as each of its SDKs sends it.
    /// </summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path.</param>
    /// <param name="saysVersion">True when the request has the header.</param>
    public static bool Is(string method, string path, bool saysVersion) =>
        saysVersion
        || !ApiPath.IsChatCompletions(path)
            && ClaudeEndpoints.EndpointOf(path, method)
                is ClaudeEndpoint.Messages
                    or ClaudeEndpoint.CountTokens
                    or ClaudeEndpoint.BatchResults
                    or ClaudeEndpoint.Complete
        || ApiPath.From(path) is var api
            && (
                api == ApiPath.Batches
                || api.StartsWith(ApiPath.Batches + "/", StringComparison.Ordinal)
            );
}
