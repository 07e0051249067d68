namespace CiBudget;

/// <summary>Which way a host serves Claude, because that decides which of its paths are Claude's.</summary>
internal enum ClaudeSite
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

internal static class ClaudeHosts
{
    public static ClaudeSite Known(string host)
    {
        if (Is(host, "api.anthropic.com") || Is(host, "claude.googleapis.com"))
            return ClaudeSite.Claude;
        if (Ends(host, ".googleapis.com"))
            return IsVertex(host) ? ClaudeSite.ManyVendors : ClaudeSite.None;
        if (Ends(host, ".amazonaws.com") || Ends(host, ".amazonaws.com.cn"))
            return Starts(host, "bedrock-runtime") ? ClaudeSite.ManyVendors : ClaudeSite.None;
        if (Ends(host, ".api.aws"))
            return Starts(host, "aws-external-anthropic.") ? ClaudeSite.Claude
                : Starts(host, "bedrock-mantle.") ? ClaudeSite.BelowAnthropic
                : Starts(host, "bedrock-runtime") ? ClaudeSite.ManyVendors
                : ClaudeSite.None;
        return Ends(host, ".services.ai.azure.com") ? ClaudeSite.BelowAnthropic : ClaudeSite.None;
    }

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
        || (Starts(host, "aiplatform.") && Ends(host, ".rep.googleapis.com"));

    private static bool Is(string host, string name) =>
        host.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static bool Starts(string host, string part) =>
        host.StartsWith(part, StringComparison.OrdinalIgnoreCase);

    private static bool Ends(string host, string part) =>
        host.EndsWith(part, StringComparison.OrdinalIgnoreCase);
}
