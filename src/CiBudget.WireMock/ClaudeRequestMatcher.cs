using CiBudget.Replay;
using WireMock;
using WireMock.Matchers.Request;

namespace CiBudget.WireMock;

/// <summary>Says which of a server's requests are a scenario's.</summary>
/// <param name="player">The scenario's player.</param>
/// <param name="prefix">The scenario's own path, under which everything is its; empty for none.</param>
internal sealed class ClaudeRequestMatcher(ScenarioPlayer player, string prefix) : IRequestMatcher
{
    // A server that allows partial matches prefers the mapping with the most matchers to the one with the lowest priority.
    private const int CountsFor = 64;

    public RequestMatcherType Type => RequestMatcherType.Path;

    public bool IsMatch(IRequestMessage request)
    {
        var path = PathOf(request);
        return prefix.Length > 0
            ? path == prefix || path.StartsWith(prefix + "/", StringComparison.Ordinal)
            : player.IsMeant(request.Method, path, request.Headers?.Keys ?? []);
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

    // As ASP.NET Core decodes it: all but the slash.
    private static string PathOf(IRequestMessage request) =>
        Uri.UnescapeDataString(
            new Uri(request.Url).AbsolutePath.Replace(
                "%2F",
                "%252F",
                StringComparison.OrdinalIgnoreCase
            )
        );
}
