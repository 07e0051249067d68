using CiBudget.Tokens;

namespace CiBudget.Wire;

/// <summary>Tells Claude calls from other HTTP requests, and what they ask for.</summary>
/// <remarks>
/// Hosts and paths: api.anthropic.com, Claude Platform on AWS, Bedrock (runtime and Mantle), Vertex AI, Claude on Google Cloud and
/// Microsoft Foundry, as the official SDK packages of 2026-11 use them. It runs for every request of a process and allocates nothing
/// for foreign ones.
/// </remarks>
public static class ClaudeEndpoints
{
    /// <summary>Matches a request.</summary>
    /// <param name="host">The host as <see cref="Uri.Host"/> gives it.</param>
    /// <param name="port">The port, which only extra hosts look at.</param>
    /// <param name="path">The path; a query behind it is ignored.</param>
    /// <param name="method">The HTTP method.</param>
    /// <param name="extraHosts">
    /// Hosts beside the known ones that speak the Claude API, without scheme: <c>claude.proxy.test</c> (any port),
    /// <c>127.0.0.1:8080</c>, <c>127.0.0.1:8080/proxy</c> (only below that path).
    /// </param>
    /// <returns>What is asked for; null when this is no Claude call.</returns>
    public static ClaudeEndpoint? Match(
        string host,
        int port,
        string path,
        string method,
        IReadOnlyCollection<string> extraHosts
    )
    {
        var site = KnownHosts.SiteOf(host);
        if (site == ClaudeSite.None && !KnownHosts.IsExtra(host, port, path, extraHosts))
            return null;
        return ClaudePaths.Match(site, WithoutQuery(path), method);
    }

    /// <summary>How much a request to a host that nobody knows looks like a Claude call, by its path.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static ClaudeLikeness LikenessOf(string path) =>
        ClaudePaths.LikenessOf(WithoutQuery(path));

    /// <summary>What the path of a request asks for if it is a Claude call, whatever its host.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static ClaudeEndpoint EndpointOf(string path, string method) =>
        ClaudePaths.Match(ClaudeSite.None, WithoutQuery(path), method) ?? ClaudeEndpoint.Unknown;

    /// <summary>
    /// How an answer is expected to carry its usage. What was asked for decides whether it has one message or many; the rest is a guess,
    /// which the first byte of the body betters (see <see cref="UsageReader"/>).
    /// </summary>
    /// <param name="contentType">The answer's <c>Content-Type</c>; null when it has none.</param>
    /// <param name="endpoint">What was asked for.</param>
    /// <param name="status">HTTP status; a failed answer is read for its error, whatever was asked for.</param>
    public static BodyShape ShapeOf(
        string? contentType,
        ClaudeEndpoint endpoint,
        int? status = null
    )
    {
        var failed = status >= 400;
        if (
            !failed
            && endpoint is ClaudeEndpoint.Free or ClaudeEndpoint.Complete or ClaudeEndpoint.Unknown
        )
            return BodyShape.None;
        if (endpoint == ClaudeEndpoint.BatchResults && !failed)
            return BodyShape.JsonLines;
        // Most answers say just this.
        return contentType is "application/json" ? BodyShape.Json
            : Says(contentType, "event-stream") ? BodyShape.EventStream
            : Says(contentType, "amazon.eventstream") ? BodyShape.BedrockEventStream
            : BodyShape.Json;
    }

    /// <summary>
    /// The model that a path names, as Bedrock's and Vertex's do; null when it names none. Bedrock's may be the ARN of an inference
    /// profile, which says nothing of the model.
    /// </summary>
    /// <param name="path">The path of a Claude call, escaped as it was sent.</param>
    public static string? ModelOf(string path) => ClaudePaths.Model(WithoutQuery(path));

    /// <summary>How the body of a request for one message is written.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static RequestDialect DialectOf(string path) =>
        ClaudePaths.DialectOf(WithoutQuery(path));

    /// <summary>The batch whose results a path asks for; null when it asks for none.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static string? BatchOf(string path) => ClaudePaths.BatchOf(WithoutQuery(path));

    private static ReadOnlySpan<char> WithoutQuery(string path)
    {
        var query = path.IndexOf('?');
        return query < 0 ? path.AsSpan() : path.AsSpan(0, query);
    }

    private static bool Says(string? contentType, string part) =>
        contentType?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;
}
