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
        "ANTHROPIC_VERTEX_BASE_URL",
    ];

    /// <summary>
    /// The hosts that the environment names, for <see cref="MeterOptions.Hosts"/>. Values that are no absolute URL are passed over,
    /// as the SDK fails on them before it calls anybody.
    /// </summary>
    /// <param name="get">Reads an environment variable; null when it is not set.</param>
    public static IReadOnlyList<string> FromEnvironment(Func<string, string?> get)
    {
        ArgumentNullException.ThrowIfNull(get);
        var hosts = new List<string>();
        foreach (var variable in Variables)
        {
            if (Uri.TryCreate(get(variable), UriKind.Absolute, out var url) && url.Host.Length > 0)
                hosts.Add(url.Authority);
        }
        return hosts;
    }
}
