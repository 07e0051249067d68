using CiBudget.Json;
using CiBudget.Text;
using CiBudget.Tokens;

namespace CiBudget.Budgets;

/// <summary>Reads <c>hosts</c> and <c>replayHosts</c>: each a host name with or without a port, or a base URL.</summary>
internal static class HostsReader
{
    private const string Host =
        "a host such as \"claude.proxy.test\" or a base URL such as \"http://127.0.0.1:8080/base\"";

    public static IReadOnlyList<string> Read(JsonTree json)
    {
        var hosts = json.AsListOfWords("an array of hosts such as [\"claude.proxy.test\"]", Host);
        return hosts.FirstOrDefault(host => !IsHost(host.Text)) is { } wrong
            ? throw wrong.Expected(Host)
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

    private static bool IsHost(string text) =>
        !text.Any(char.IsWhiteSpace)
        && Uri.TryCreate(
            !text.Contains("://") ? $"http://{text}/" : text,
            UriKind.Absolute,
            out var url
        )
        && url.Scheme is "http" or "https"
        && url.Host.Length > 0
        && url.UserInfo.Length == 0
        && url.Query.Length == 0
        && url.Fragment.Length == 0
        // Without a scheme it is a host alone: "proxy/base" would be taken for one that no call can have.
        && (text.Contains("://") || text.IndexOf('/') < 0);
}
