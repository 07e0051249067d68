namespace CiBudget.Tool.Tests.Bill;

/// <summary>A request that reached the server.</summary>
internal sealed record HttpRequestSeen(
    string Method,
    string Path,
    IReadOnlyDictionary<string, string?[]> Query,
    IReadOnlyDictionary<string, string> Headers
)
{
    public string?[] Of(string name) => Query.TryGetValue(name, out var values) ? values : [];
}
