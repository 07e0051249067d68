using CiBudget.Replay;
using WireMock.RequestBuilders;
using WireMock.Server;

namespace CiBudget.WireMock;

/// <summary>Adds Claude's billing failures to a <see cref="WireMockServer"/> that a test owns already.</summary>
/// <remarks>
/// A scenario takes the requests under <c>/v1/</c> and those that its steps name; under a prefix it takes them all. Beside other
/// mappings WireMock.Net's own rules hold: the lowest priority number answers, among equals the one with the most matchers, then
/// the newest.
/// </remarks>
public static class WireMockServerExtensions
{
    /// <summary>Plays a scenario.</summary>
    /// <example><code>using var claude = server.GivenClaude("payment-required");</code></example>
    /// <param name="server">A server that has started.</param>
    /// <param name="scenario">As for <see cref="Scenario.Find"/>.</param>
    /// <param name="prefix">A path before those of the requests, so that several scenarios fit in one server; empty for none.</param>
    /// <returns>The base URL for a client, and the calls. Disposing it takes the scenario off the server.</returns>
    /// <exception cref="ScenarioException">The scenario is not known or not valid.</exception>
    public static ReplayEndpoint GivenClaude(
        this WireMockServer server,
        string scenario,
        string prefix = ""
    ) => GivenClaude(server, Scenario.Find(scenario), prefix);

    /// <summary>Plays a scenario.</summary>
    /// <param name="server">A server that has started.</param>
    /// <param name="scenario">What is played.</param>
    /// <param name="prefix">A path before those of the requests, so that several scenarios fit in one server; empty for none.</param>
    /// <returns>The base URL for a client, and the calls. Disposing it takes the scenario off the server.</returns>
    public static ReplayEndpoint GivenClaude(
        this WireMockServer server,
        Scenario scenario,
        string prefix = ""
    )
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(prefix);
        var path = prefix.Length == 0 ? "" : "/" + prefix.Trim('/');
        var id = Guid.NewGuid();
        var url = new Uri(
            server.Url
                ?? throw new InvalidOperationException("The WireMock server has not started.")
        );
        var endpoint = new ReplayEndpoint(
            scenario,
            new Uri(url, path),
            () =>
            {
                server.DeleteMapping(id);
                ReplayHosts.Closed(url);
            }
        );
        server
            .Given(Request.Create().WithPath(Paths(scenario, path)))
            .WithGuid(id)
            .WithTitle("Claude: " + scenario.Name)
            .RespondWith(new ScenarioProvider(endpoint.Player, path));
        ReplayHosts.Opened(url, WireMockReplayHost.Name);
        return endpoint;
    }

    private static string[] Paths(Scenario scenario, string prefix) =>
        prefix.Length > 0
            ? [prefix + "/*"]
            : ["/v1/*", .. scenario.Steps.Select(static step => step.When.Path).OfType<string>()];
}
