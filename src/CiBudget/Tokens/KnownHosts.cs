using CiBudget.Text;

namespace CiBudget.Tokens;

/// <summary>Which way a host serves Claude, because that decides which of its paths are Claude's.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum ClaudeSite
{
    /// <summary>None, or a host that the user named: every path is the Claude API, perhaps behind a prefix.</summary>
    None,

    /// <summary>Nothing but the Claude API.</summary>
    Claude,

    /// <summary>The Claude API below <c>/anthropic/</c>, other things elsewhere.</summary>
    BelowAnthropic,

    /// <summary>Models of several vendors, named in the path.</summary>
    ManyVendors,
}

/// <summary>The hosts that serve Claude, and how each of them does.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class KnownHosts
{
    /// <summary>What a host that a user names must be, to follow "expected".</summary>
    public const string Expected =
        "a host such as \"claude.proxy.test\" or a base URL such as \"http://127.0.0.1:8080/base\"";

    /// <summary>True for text that names a host as users may: a name with or without a port, or a base URL.</summary>
    public static bool IsHost(string text) =>
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

    /// <summary>How a host serves Claude.</summary>
    public static ClaudeSite SiteOf(string host)
    {
        if (Is(host, "api.anthropic.com"))
            return ClaudeSite.Claude;
        if (Ends(host, ".googleapis.com"))
            return IsGoogleClaude(host) ? ClaudeSite.Claude
                : IsVertex(host) ? ClaudeSite.ManyVendors
                : ClaudeSite.None;
        if (Ends(host, ".amazonaws.com") || Ends(host, ".amazonaws.com.cn"))
            return Aws(host);
        if (Ends(host, ".api.aws"))
            return Starts(host, "aws-external-anthropic.") ? ClaudeSite.Claude
                : Starts(host, "bedrock-mantle.") ? ClaudeSite.BelowAnthropic
                : Starts(host, "bedrock-runtime") ? ClaudeSite.ManyVendors
                : ClaudeSite.None;
        return IsAzure(host) ? ClaudeSite.BelowAnthropic : ClaudeSite.None;
    }

    /// <summary>
    /// True for a host of which so much is known without the path that a request to it may be Claude's. Not so for Azure OpenAI, whose
    /// requests are hardly ever.
    /// </summary>
    public static bool MayServe(string host) =>
        SiteOf(host) switch
        {
            ClaudeSite.None => false,
            ClaudeSite.BelowAnthropic => !Has(host, ".openai.azure.")
                && !Has(host, ".cognitiveservices.azure."),
            _ => true,
        };

    /// <summary>
    /// The host as it is looked up, whatever its spelling: lower case, ASCII (full-width and other letters have an equal there), without the dot
    /// that ends a full name. An IPv6 address keeps its brackets.
    /// </summary>
    public static string NameOf(Uri url)
    {
        var host = url.HostNameType == UriHostNameType.IPv6 ? url.Host : url.IdnHost;
        if (Has(host, "xn--"))
            host = Folded(url.Host) ?? host;
        return host.Length > 1 && host[host.Length - 1] == '.'
            ? host.Remove(host.Length - 1)
            : host;
    }

    /// <summary>
    /// Full-width letters as the plain ones that they stand for, where all of a name can be said so; null where not. The
    /// runtime does it by itself only where it has tables of Unicode (not in invariant globalization).
    /// </summary>
    private static string? Folded(string host)
    {
        var folded = new char[host.Length];
        for (var i = 0; i < host.Length; i++)
        {
            folded[i] = host[i] is >= '\uff01' and <= '\uff5e' ? (char)(host[i] - 0xfee0) : host[i];
            if (folded[i] >= 128)
                return null;
        }
        return new string(folded);
    }

    /// <summary>A private endpoint of a VPC has the service's name in its own: <c>vpce-1-2.bedrock-runtime.us-east-1.vpce.amazonaws.com</c>.</summary>
    private static ClaudeSite Aws(string host)
    {
        if (Starts(host, "bedrock-runtime"))
            return ClaudeSite.ManyVendors;
        if (!Has(host, ".vpce.amazonaws.com"))
            return ClaudeSite.None;
        return Has(host, ".bedrock-runtime") ? ClaudeSite.ManyVendors
            : Has(host, ".bedrock-mantle.") ? ClaudeSite.BelowAnthropic
            : Has(host, ".aws-external-anthropic.") ? ClaudeSite.Claude
            : ClaudeSite.None;
    }

    /// <summary>Microsoft Foundry: one resource has all three names, in the public cloud and in those of governments.</summary>
    private static bool IsAzure(string host) =>
        (Ends(host, ".azure.com") || Ends(host, ".azure.us") || Ends(host, ".azure.cn"))
        && (
            Has(host, ".services.ai.azure.")
            || Has(host, ".openai.azure.")
            || Has(host, ".cognitiveservices.azure.")
        );

    /// <summary><c>claude.googleapis.com</c>, and its regional and private forms.</summary>
    private static bool IsGoogleClaude(string host) =>
        Is(host, "claude.googleapis.com")
        || (Starts(host, "claude.") && Ends(host, ".rep.googleapis.com"))
        || (Starts(host, "claude-") && Ends(host, ".p.googleapis.com"));

    /// <summary>True for a request to one of the hosts that a user named: by name, by name and port, or only below a path.</summary>
    public static bool IsExtra(
        string host,
        int port,
        string path,
        IReadOnlyCollection<string> extraHosts
    )
    {
        // By index: an enumerator of an interface would be allocated for every request of the process.
        if (extraHosts is IReadOnlyList<string> list)
        {
            for (var i = 0; i < list.Count; i++)
                if (IsExtra(host, port, path, list[i]))
                    return true;
            return false;
        }
        // No lambda either: what it captures would be allocated on the way above as well.
        foreach (var extra in extraHosts)
            if (IsExtra(host, port, path, extra))
                return true;
        return false;
    }

    private static bool IsExtra(string host, int port, string path, string extra)
    {
        var entry = extra.AsSpan();
        var prefix = ReadOnlySpan<char>.Empty;
        var slash = entry.IndexOf('/');
        if (slash >= 0)
        {
            prefix = entry.Slice(slash).TrimEnd('/');
            entry = entry.Slice(0, slash);
        }
        // The colons of [::1] are not the port's.
        var colon = entry.LastIndexOf(':');
        if (colon > entry.LastIndexOf(']'))
        {
            if (!IsPort(entry.Slice(colon + 1), port))
                return false;
            entry = entry.Slice(0, colon);
        }
        return entry.Equals(host.AsSpan(), StringComparison.OrdinalIgnoreCase)
            && IsBelow(path.AsSpan(), prefix);
    }

    private static bool IsPort(ReadOnlySpan<char> digits, int port)
    {
        var value = 0;
        foreach (var digit in digits)
        {
            if (digit is < '0' or > '9' || value > ushort.MaxValue)
                return false;
            value = value * 10 + (digit - '0');
        }
        return digits.Length > 0 && value == port;
    }

    private static bool IsBelow(ReadOnlySpan<char> path, ReadOnlySpan<char> prefix) =>
        path.StartsWith(prefix, StringComparison.Ordinal)
        && (path.Length == prefix.Length || prefix.Length == 0 || path[prefix.Length] == '/');

    private static bool IsVertex(string host) =>
        Is(host, "aiplatform.googleapis.com")
        || Ends(host, "-aiplatform.googleapis.com")
        || (Starts(host, "aiplatform.") && Ends(host, ".rep.googleapis.com"))
        // A private endpoint.
        || (Has(host, "aiplatform-") && Ends(host, ".p.googleapis.com"));

    private static bool Is(string host, string name) =>
        host.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static bool Starts(string host, string part) =>
        host.StartsWith(part, StringComparison.OrdinalIgnoreCase);

    private static bool Ends(string host, string part) =>
        host.EndsWith(part, StringComparison.OrdinalIgnoreCase);

    private static bool Has(string host, string part) => Texts.Has(host, part);
}
