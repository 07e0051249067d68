using System.Globalization;

namespace CiBudget.Capture;

/// <summary>A host to watch, on one port or, when it names none, on any.</summary>
internal sealed record HostName(string Name, int? Port)
{
    /// <summary>Reads <c>host</c>, <c>host:port</c> or a whole URL; null when it is none of them.</summary>
    public static HostName? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var url = text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}";
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            return null;
        var named = uri.Authority.EndsWith(
            string.Create(CultureInfo.InvariantCulture, $":{uri.Port}"),
            StringComparison.Ordinal
        );
        return new(uri.Host, named ? uri.Port : null);
    }

    public bool Matches(string host, int? port) =>
        string.Equals(Name, host, StringComparison.OrdinalIgnoreCase)
        && (Port is null || port is null || Port == port);
}
