using CiBudget.Json;

namespace CiBudget.WireMock;

/// <summary>The path of a scenario's own on a server, as people write it and as URLs do.</summary>
internal static class ScenarioPrefix
{
    /// <summary><c>team-a/</c> is <c>/team-a</c>, and so is <c>team%2Da</c>; nothing is nothing.</summary>
    /// <exception cref="ArgumentException">No request can have such a path.</exception>
    public static string Parse(string prefix)
    {
        var path = Uri.UnescapeDataString(prefix).Trim('/') is { Length: > 0 } inner
            ? "/" + inner
            : "";
        // What a URL turns into something else: ".", "..", a lone half of a character.
        return
            path.Any(char.IsControl)
            || Uri.UnescapeDataString(new Uri("http://host" + Escape(path)).AbsolutePath)
                .TrimEnd('/') != path
            ? throw new ArgumentException(
                $"'{prefix}' cannot be the beginning of a request's path.",
                nameof(prefix)
            )
            : path;
    }

    /// <summary>The base URLs for clients: the path as text, escaped.</summary>
    public static IReadOnlyList<Uri> BaseUrls(IEnumerable<string> servers, string prefix) =>
        [.. servers.Select(server => new Uri(new Uri(server), Escape(prefix)))];

    /// <summary>How many segments a prefix has: the longest one that fits a request is to answer it.</summary>
    public static int Depth(string prefix) => prefix.Count(static c => c == '/');

    private static string Escape(string path) =>
        string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}
