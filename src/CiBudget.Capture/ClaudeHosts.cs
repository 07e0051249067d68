using CiBudget.Tokens;

namespace CiBudget.Capture;

/// <summary>Hosts that the official SDKs are sent to by environment variables.</summary>
public static class ClaudeHosts
{
    internal static IReadOnlyList<string> Variables { get; } =
    [
        "ANTHROPIC_BASE_URL",
        "ANTHROPIC_AWS_BASE_URL",
        "ANTHROPIC_BEDROCK_BASE_URL",
        "ANTHROPIC_BEDROCK_MANTLE_BASE_URL",
        "ANTHROPIC_FOUNDRY_BASE_URL",
        "ANTHROPIC_GOOGLE_CLOUD_BASE_URL",
        "ANTHROPIC_VERTEX_BASE_URL",
    ];

    /// <summary>
    /// The hosts that the environment names, in the form of <see cref="MeterOptions.Hosts"/>. Values that are no absolute URL are
    /// passed over: the SDK fails on them before it calls anybody.
    /// </summary>
    /// <param name="get">Reads an environment variable; null when it is not set.</param>
    public static IReadOnlyList<string> FromEnvironment(Func<string, string?> get)
    {
        ArgumentNullException.ThrowIfNull(get);
        return [.. Variables.Select(get).Select(HostOf).OfType<string>()];
    }

    /// <summary>Host, port unless it is the scheme's own, and path of a URL; null when the text is none.</summary>
    internal static string? HostOf(string? baseUrl) =>
        Uri.TryCreate(baseUrl, UriKind.Absolute, out var url) && url.Host.Length > 0
            ? AuthorityOf(url) + url.AbsolutePath.TrimEnd('/')
            : null;

    /// <summary>Host in its one spelling, and port unless it is the scheme's own.</summary>
    internal static string AuthorityOf(Uri url) =>
        url.IsDefaultPort
            ? KnownHosts.NameOf(url)
            : string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{KnownHosts.NameOf(url)}:{url.Port}"
            );

    /// <summary>A host as the budget file has it, in the spelling that requests are compared in.</summary>
    internal static string Normal(string host)
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
