using CiBudget.Replay;
using CiBudget.Text;
using WireMock;
using WireMock.Matchers.Request;

namespace CiBudget.WireMock;

/// <summary>Says which of a server's requests are a scenario's.</summary>
/// <param name="scenario">The scenario, whose steps may name paths of their own.</param>
/// <param name="prefix">The scenario's own path, under which everything is its; empty for none.</param>
internal sealed class ClaudeRequestMatcher(Scenario scenario, string prefix) : IRequestMatcher
{
    // A server that allows partial matches prefers the mapping with the most matchers to the one with the lowest priority.
    private const int CountsFor = 64;

    public RequestMatcherType Type => RequestMatcherType.Path;

    public bool IsMatch(IRequestMessage request)
    {
        var path = PathOf(request);
        return prefix.Length > 0
            ? path == prefix || path.StartsWith(prefix + "/", StringComparison.Ordinal)
            : ClaudeShape.Is(request.Method, path, SaysVersion(request)) || IsNamed(path);
    }

    public double GetMatchingScore(
        IRequestMessage requestMessage,
        IRequestMatchResult requestMatchResult
    )
    {
        var score = IsMatch(requestMessage) ? 1.0 : 0.0;
        for (var i = 0; i < CountsFor; i++)
            requestMatchResult.AddScore(GetType(), score, null);

        return score;
    }

    private bool IsNamed(string path) =>
        scenario.Steps.Any(step => step.When.Path is { } own && GlobPattern.IsMatch(own, path));

    // As ASP.NET Core decodes it: all but the slash.
    private static string PathOf(IRequestMessage request) =>
        Uri.UnescapeDataString(
            new Uri(request.Url).AbsolutePath.Replace(
                "%2F",
                "%252F",
                StringComparison.OrdinalIgnoreCase
            )
        );

    private static bool SaysVersion(IRequestMessage request) =>
        request.Headers?.Keys.Any(static name =>
            string.Equals(name, ClaudeShape.VersionHeader, StringComparison.OrdinalIgnoreCase)
        ) == true;
}
