using CiBudget.Json;
using CiBudget.Text;
using CiBudget.Tokens;

namespace CiBudget.Budgets;

/// <summary>Reads <c>hosts</c> and <c>replayHosts</c>: each a host name with or without a port, or a base URL.</summary>
internal static class HostsReader
{
    public static IReadOnlyList<string> Read(JsonTree json)
    {
        var hosts = json.AsListOfWords(
            "an array of hosts such as [\"claude.proxy.test\"]",
            KnownHosts.Expected
        );
        return hosts.FirstOrDefault(host => !KnownHosts.IsHost(host.Text)) is { } wrong
            ? throw wrong.Expected(KnownHosts.Expected)
            : [.. hosts.Select(host => host.Text)];
    }

    /// <summary>The same for hosts whose answers cost nothing: none of Claude's own may be among them.</summary>
    public static IReadOnlyList<string> ReadReplay(JsonTree json)
    {
        var hosts = Read(json);
        foreach (var host in hosts)
        {
            var url = host.Contains("://") ? host : $"http://{host}/";
            if (KnownHosts.SiteOf(new Uri(url).Host) != ClaudeSite.None)
                throw json.Fault(
                    $"\"{SafeText.Excerpt(host)}\" is the real Claude, whose answers cost money: only a fake one can be a replay host"
                );
        }
        return hosts;
    }
}
