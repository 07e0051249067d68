using CiBudget.Text;
using CiBudget.Tokens;

namespace CiBudget.Capture;

/// <summary>Hosts that the official SDKs are sent to by environment variables.</summary>
internal static class ClaudeHosts
{
    public static IReadOnlyList<string> Variables { get; } =
    [
        "ANTHROPIC_BASE_URL",
        "ANTHROPIC_AWS_BASE_URL",
        "ANTHROPIC_BEDROCK_BASE_URL",
        "ANTHROPIC_BEDROCK_MANTLE_BASE_URL",
        "ANTHROPIC_FOUNDRY_BASE_URL",
        "ANTHROPIC_GOOGLE_CLOUD_BASE_URL",
        "ANTHROPIC_VERTEX_BASE_URL",
    ];

    private static readonly object Lock = new();

    private static volatile string[] s_ofClients = [];

    /// <summary>Hosts that clients of this process are said to call, see <see cref="ClaudeMeterOptions"/>. A new host makes a new array.</summary>
    public static string[] OfClients => s_ofClients;

    /// <summary>Adds hosts that clients of this process call.</summary>
    /// <exception cref="ArgumentException">One is no host.</exception>
    public static void Declare(IEnumerable<string> hosts)
    {
        string[] added = [.. hosts.Select(Declared)];
        lock (Lock)
            if (added.Except(s_ofClients).Any())
                s_ofClients = [.. s_ofClients.Union(added)];
    }

    /// <summary>
    /// The hosts that base URLs name, in the form of <see cref="MeterOptions.Hosts"/>. Values that are no absolute URL are passed over:
    /// the SDK fails on them before it calls anybody.
    /// </summary>
    public static IEnumerable<string> Named(IEnumerable<string?> baseUrls) =>
        baseUrls.Select(HostOf).OfType<string>();

    private static string Declared(string host) =>
        KnownHosts.IsHost(host)
            ? Normal(host)
            : throw new ArgumentException(
                $"'{SafeText.Excerpt(host)}' is no host: expected {KnownHosts.Expected}."
            );

    /// <summary>Host, port unless it is the scheme's own, and path of a URL; null when the text is none.</summary>
    public static string? HostOf(string? baseUrl) =>
        Uri.TryCreate(baseUrl, UriKind.Absolute, out var url) && url.Host.Length > 0
            ? AuthorityOf(url) + url.AbsolutePath.TrimEnd('/')
            : null;

    /// <summary>Host in its one spelling, and port unless it is the scheme's own.</summary>
    public static string AuthorityOf(Uri url) =>
        url.IsDefaultPort
            ? KnownHosts.NameOf(url)
            : string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{KnownHosts.NameOf(url)}:{url.Port}"
            );

    /// <summary>A host as the budget file has it, in the spelling that requests are compared in.</summary>
    public static string Normal(string host)
    {
        if (host.Contains("://", StringComparison.Ordinal))
            return HostOf(host) ?? host;
        var end = host.StartsWith('[') ? host.IndexOf(']') + 1 : host.IndexOfAny([':', '/']);
        if (end < 0)
            end = host.Length;
        return Uri.TryCreate("https://" + host[..end], UriKind.Absolute, out var url)
            ? KnownHosts.NameOf(url) + host[end..]
            : host;
    }
}
