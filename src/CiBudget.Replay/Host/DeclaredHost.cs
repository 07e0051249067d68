using CiBudget.Tokens;

namespace CiBudget.Replay;

/// <summary>A place whose answers cost nothing because the user said so: the team's own fake Claude.</summary>
/// <param name="Host">The host.</param>
/// <param name="Port">The port; null for any.</param>
/// <param name="Path">Only below this path; empty for all of the host.</param>
internal sealed record DeclaredHost(string Host, int? Port, string Path)
{
    private readonly bool _isLoopback = new UriBuilder("http", Host).Uri.IsLoopback;

    /// <exception cref="FormatException">The text names no host, or one that is the real Claude.</exception>
    public static DeclaredHost Parse(string text)
    {
        var isUrl = text.Contains("://", StringComparison.Ordinal);
        var whole = isUrl ? text : "http://" + text;
        if (
            !Uri.TryCreate(whole, UriKind.Absolute, out var url)
            || url.Host.Length == 0
            || url.UserInfo.Length > 0
        )
            throw new FormatException(
                $"'{text}' is no host: write it as in '127.0.0.1:8080' or 'claude-stub.test/v1'."
            );

        if (KnownHosts.SiteOf(url.Host) != ClaudeSite.None)
            throw new FormatException(
                $"'{text}' is the real Claude, whose answers cost money; only a fake one can be a replay host."
            );

        return new(
            url.Host,
            isUrl || SaysPort(text) ? url.Port : null,
            Uri.UnescapeDataString(url.AbsolutePath.TrimEnd('/'))
        );
    }

    public bool Covers(Uri url) =>
        (Port is null || Port == url.Port)
        && IsHost(url)
        && Uri.UnescapeDataString(url.AbsolutePath) is var path
        && path.StartsWith(Path, StringComparison.Ordinal)
        && (path.Length == Path.Length || Path.Length == 0 || path[Path.Length] == '/');

    // This machine has several names.
    private bool IsHost(Uri url) =>
        string.Equals(url.Host, Host, StringComparison.OrdinalIgnoreCase)
        || (_isLoopback && url.IsLoopback);

    // The colons of [::1] are not the port's.
    private static bool SaysPort(string text)
    {
        var end = text.IndexOfAny(['/', '?', '#']);
        var authority = end < 0 ? text : text[..end];
        return authority.LastIndexOf(':') > authority.LastIndexOf(']');
    }
}
