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
        _declared =
        [
            .. options.Hosts.Select(host =>
                host.Contains("://", StringComparison.Ordinal)
                    ? ClaudeHosts.HostOf(host) ?? host
                    : host
            ),
        ];
        _named = Named.By([], _declared);
    }

    /// <summary>What a request asks Claude for; null when it asks somebody else.</summary>
    public ClaudeEndpoint? Match(Uri url, string method)
    {
        var (host, port, path) = (url.Host, url.Port, url.PathAndQuery);
        // Variables last: reading them is the dearest, and most calls go to hosts that are known without.
        return ClaudeEndpoints.Match(host, port, path, method, _declared)
            ?? (
                MayBeApi(path)
                    ? ClaudeEndpoints.Match(host, port, path, method, Current().Hosts)
                    : null
            )
            ?? (
                _options.IsReplayHost(url)
                    ? ClaudeEndpoints.Match(host, port, path, method, [url.Authority])
                    : null
            );
    }

    /// <summary>Paths of the SDKs, with or without a prefix; it spares foreign requests a look at the environment.</summary>
    private static bool MayBeApi(string path) =>
        path.Contains("/v1", StringComparison.Ordinal)
        || path.Contains("/model/", StringComparison.Ordinal)
        || path.Contains("/publishers/", StringComparison.Ordinal);

    /// <summary>
    /// True for a host that is Claude's whatever the path. Clouds that serve other models as well are not: who does not know the path
    /// cannot tell.
    /// </summary>
    public bool IsClaudeOnly(string host, int port) =>
        ClaudeEndpoints.Match(host, port, "/", "POST", Current().WholeHosts) is not null;

    /// <summary>Variables may change while the process runs: tests set them in their set-up, after metering began.</summary>
    private Named Current()
    {
        var named = _named;
        var get = _options.Environment;
        for (var i = 0; i < ClaudeHosts.Variables.Count; i++)
        {
            var value = get(ClaudeHosts.Variables[i]);
            if (
                named.Values.Length == 0
                || !string.Equals(value, named.Values[i], StringComparison.Ordinal)
            )
                return _named = Named.By([.. ClaudeHosts.Variables.Select(get)], _declared);
        }
        return named;
    }

    /// <param name="Values">The variables' values that this was made of.</param>
    /// <param name="Hosts">Hosts, some with a path.</param>
    /// <param name="WholeHosts">The same without their paths.</param>
    private sealed record Named(string?[] Values, string[] Hosts, string[] WholeHosts)
    {
        public static Named By(string?[] values, IReadOnlyList<string> declared)
        {
            string[] hosts = [.. declared, .. values.Select(ClaudeHosts.HostOf).OfType<string>()];
            return new(values, hosts, [.. hosts.Select(host => host.Split('/')[0])]);
        }
    }
}
