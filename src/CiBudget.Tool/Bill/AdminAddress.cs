using System.Net;
using CiBudget.Text;

namespace CiBudget.Tool.Bill;

/// <summary>Where the bill is asked for: the API's own host, or a server on this machine that was named on purpose.</summary>
/// <param name="Base">Scheme, host and port.</param>
/// <param name="IsLoopback">True for a server on this machine.</param>
internal sealed record AdminAddress(Uri Base, bool IsLoopback)
{
    public const string Host = "api.anthropic.com";

    public static AdminAddress Default { get; } = new(new Uri("https://" + Host), false);

    /// <summary>
    /// The address that an option names; null takes the API's. <c>ANTHROPIC_BASE_URL</c> is not looked at: it may name a gateway, which
    /// must not learn a key that can do far more than call Claude.
    /// </summary>
    /// <exception cref="UsageException">It is neither the API's host nor on this machine.</exception>
    public static AdminAddress Parse(string? text)
    {
        if (text is null)
            return Default;
        if (
            !Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("http" or "https")
            || uri.PathAndQuery is not "/"
            || uri.Fragment.Length > 0
            || uri.UserInfo.Length > 0
        )
            throw new UsageException(
                $"'{SafeText.Line(text)}' is no address such as http://127.0.0.1:8080: scheme, host and port, nothing else."
            );
        if (Loopback(uri) is { } address)
            return new(new UriBuilder(uri.Scheme, address, uri.Port).Uri, true);
        if (uri.Scheme == "https" && uri.IdnHost == Host && uri.IsDefaultPort)
            return Default;
        throw new UsageException(
            $"the admin key goes to https://{Host} only, or to a server on this machine: {(uri.Scheme == "http" ? "plain http would show it to the network, and " : "")}'{SafeText.Line(uri.Host)}' is neither."
        );
    }

    /// <summary>
    /// The numeric address of this machine. A name other than <c>localhost</c> is whatever a name server says, and <c>localhost</c> is
    /// not looked up either.
    /// </summary>
    private static string? Loopback(Uri uri) =>
        string.Equals(uri.Host, "localhost", StringComparison.OrdinalIgnoreCase)
            ? IPAddress.Loopback.ToString()
        : IPAddress.TryParse(uri.DnsSafeHost, out var address) && IPAddress.IsLoopback(address)
            ? uri.Host
        : null;
}
