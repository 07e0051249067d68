#pragma warning disable CA1822 // stands in for parts of the core that are on their way
namespace CiBudget.Capture;

internal static class ClaudeEndpoints
{
    public static bool IsClaudeHost(string host) =>
        host.Equals("api.anthropic.com", StringComparison.OrdinalIgnoreCase);

    public static ClaudeEndpoint Of(string method, Uri url) =>
        url.AbsolutePath.EndsWith("/v1/messages", StringComparison.Ordinal)
            ? ClaudeEndpoint.Messages
            : ClaudeEndpoint.Unknown;

    public static string? ModelOf(Uri url) => null;
}

internal sealed class RequestReader(string salt)
{
    public string Salt { get; } = salt;
    public string? Model { get; }
    public long? MaxTokens { get; }
    public bool Stream { get; }
    public string? PromptHash { get; }

    public void Write(ReadOnlySpan<byte> piece) { }

    public void Complete() { }
}
