namespace CiBudget.Capture;

/// <summary>Tells requests that speak to Claude from all others. Asked for every request of the process.</summary>
internal sealed class WatchedHosts
{
    private readonly MeterOptions _options;
    private readonly HostName[] _named;
    private readonly Variable[] _variables;

    public WatchedHosts(MeterOptions options)
    {
        _options = options;
        _named = [.. options.Hosts.Select(HostName.Parse).OfType<HostName>()];
        _variables = options.Environment is { } get
            ? [.. ClaudeHosts.Variables.Select(name => new Variable(name, get))]
            : [];
    }

    public bool Contains(Uri url) => Contains(url.Host, url.Port) || _options.IsReplayHost(url);

    public bool Contains(string host, int? port)
    {
        if (ClaudeEndpoints.IsClaudeHost(host))
            return true;
        foreach (var named in _named)
        {
            if (named.Matches(host, port))
                return true;
        }
        foreach (var variable in _variables)
        {
            if (variable.Host is { } named && named.Matches(host, port))
                return true;
        }
        return false;
    }

    /// <summary>A variable that may change while the process runs: tests set it in their set-up, after metering began.</summary>
    private sealed class Variable(string name, Func<string, string?> get)
    {
        private Parsed _last = new(null, null);

        public HostName? Host
        {
            get
            {
                var text = get(name);
                var last = _last;
                if (!string.Equals(text, last.Text, StringComparison.Ordinal))
                    _last = last = new(text, HostName.Parse(text));
                return last.Host;
            }
        }
    }

    private sealed record Parsed(string? Text, HostName? Host);
}
