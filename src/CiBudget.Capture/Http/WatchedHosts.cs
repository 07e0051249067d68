using CiBudget.Tokens;
using CiBudget.Wire;

namespace CiBudget.Capture;

/// <summary>Tells requests that speak to Claude from all others. Asked for every request of the process.</summary>
internal sealed class WatchedHosts
{
    private readonly MeterOptions _options;
    private readonly IReadOnlyList<string> _declared;
    private Named _named;

    public WatchedHosts(MeterOptions options)
    {
        _options = options;
        _declared = [.. options.Hosts.Select(ClaudeHosts.Normal)];
        _named = Named.By([], [], _declared);
    }

    /// <summary>What a request asks Claude for; null when it asks somebody else.</summary>
    public ClaudeEndpoint? Match(Uri url, string method)
    {
        var (host, port, path) = (KnownHosts.NameOf(url), url.Port, url.PathAndQuery);
        // Variables last: reading them costs most, and most calls go to hosts that are known without.
        return Of(_declared)
            ?? (ClaudeHosts.OfClients is { Length: > 0 } ofClients ? Of(ofClients) : null)
            ?? (MayBeApi(path) ? Of(Current().Hosts) : null)
            ?? (_options.IsReplayHost(url) ? Of([ClaudeHosts.AuthorityOf(url)]) : null);

        ClaudeEndpoint? Of(IReadOnlyCollection<string> hosts) =>
            ClaudeEndpoints.Match(host, port, path, method, hosts);
    }

    /// <summary>
    /// What a request asks for that looks like a Claude call though nobody knows its host; null for all others. Asked for requests that
    /// <see cref="Match"/> does not know: a POST with Anthropic's own header, or with a path and a body such as Claude's.
    /// </summary>
    public static ClaudeEndpoint? LooksLikeClaude(HttpRequestMessage request, Uri url)
    {
        var method = request.Method.Method;
        if (!method.Equals("POST", StringComparison.OrdinalIgnoreCase))
            return null;
        var path = url.PathAndQuery;
        if (!request.Headers.NonValidated.Contains("anthropic-version"))
            switch (ClaudeEndpoints.LikenessOf(path))
            {
                case ClaudeLikeness.None:
                case ClaudeLikeness.Possible when !BodyInMemory.MayBeClaudes(request.Content):
                    return null;
            }
        return ClaudeEndpoints.EndpointOf(path, method);
    }

    /// <summary>Paths of the SDKs, with or without a prefix; it spares foreign requests a look at the environment.</summary>
    private static bool MayBeApi(string path) =>
        path.Contains("/v1", StringComparison.Ordinal)
        || path.Contains("/model/", StringComparison.Ordinal)
        || path.Contains("/publishers/", StringComparison.Ordinal);

    /// <summary>
    /// True for a host that serves Claude, also beside other models: who does not know the path of a request cannot tell whose it is.
    /// </summary>
    public bool MayServe(string host, int port)
    {
        host = host.TrimEnd('.');
        return KnownHosts.MayServe(host)
            || ClaudeEndpoints.Match(host, port, "/", "POST", Current().WholeHosts) is not null;
    }

    /// <summary>Variables may change while the process runs: tests set them in their set-up, after metering began.</summary>
    private Named Current()
    {
        var named = _named;
        var get = _options.Environment;
        var ofClients = ClaudeHosts.OfClients;
        if (named.Values.Length == 0 || named.OfClients != ofClients)
            return Renew(ofClients);
        for (var i = 0; i < ClaudeHosts.Variables.Count; i++)
        {
            var value = get(ClaudeHosts.Variables[i]);
            if (!string.Equals(value, named.Values[i], StringComparison.Ordinal))
                return Renew(ofClients);
        }
        return named;
    }

    private Named Renew(string[] ofClients) =>
        _named = Named.By(
            [.. ClaudeHosts.Variables.Select(_options.Environment)],
            ofClients,
            _declared
        );

    /// <param name="Values">The variables' values that this was made of.</param>
    /// <param name="OfClients">The hosts of clients that it was made of.</param>
    /// <param name="Hosts">Hosts, some with a path.</param>
    /// <param name="WholeHosts">The same without their paths.</param>
    private sealed record Named(
        string?[] Values,
        string[] OfClients,
        string[] Hosts,
        string[] WholeHosts
    )
    {
        public static Named By(string?[] values, string[] ofClients, IReadOnlyList<string> declared)
        {
            string[] hosts = [.. declared, .. ofClients, .. ClaudeHosts.Named(values)];
            return new(
                values,
                ofClients,
                hosts,
                [.. hosts.Select(static host => host.Split('/')[0])]
            );
        }
    }
}
