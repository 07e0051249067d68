using CiBudget.Replay;
using WireMock.Server;

namespace CiBudget.WireMock;

/// <summary>Adds Claude's billing failures to a <see cref="WireMockServer"/> that a test owns already.</summary>
public static class WireMockServerExtensions
{
    /// <summary>
    /// Goes before every mapping of a team's own, and before that of a server that passes requests on
    /// (<c>ProxyAndRecordSettings</c>), which WireMock.Net gives −2,000,000.
    /// </summary>
    public const int BeforeAll = -2_000_001;

    /// <summary>Plays a scenario.</summary>
    /// <example><code>using var claude = server.GivenClaude("payment-required");</code></example>
    /// <inheritdoc cref="GivenClaude(WireMockServer, Scenario, string, int?)" />
    /// <param name="server">A server that has started.</param>
    /// <param name="scenario">As for <see cref="Scenario.Find"/>.</param>
    /// <param name="prefix">A path before those of the requests, so that several scenarios fit in one server; empty for none.</param>
    /// <param name="priority">As WireMock.Net's: the lowest number answers. Null to go before everything else.</param>
    /// <exception cref="ScenarioException">The scenario is not known or not valid.</exception>
    public static ReplayEndpoint GivenClaude(
        this WireMockServer server,
        string scenario,
        string prefix = "",
        int? priority = null
    ) => GivenClaude(server, Scenario.Find(scenario), prefix, priority);

    /// <summary>Plays a scenario.</summary>
    /// <remarks>
    /// <para>
    /// It answers Claude's endpoints, on any cloud's path and behind any prefix, and the paths that its steps name; other APIs on the same
    /// server are left alone. Under a prefix of its own it answers everything. Of several scenarios the one with the longest prefix
    /// answers, then the newest.
    /// </para>
    /// <para>
    /// <c>WireMockServer.Reset</c> and <c>ResetMappings</c> take it off with the other mappings: <see cref="ReplayEndpoint.Reset"/> brings
    /// it back, <see cref="ReplayEndpoint.Calls"/> tells that it is gone. When it is disposed, requests of its kind that another mapping
    /// answered are told on the error stream.
    /// </para>
    /// </remarks>
    /// <param name="server">A server that has started.</param>
    /// <param name="scenario">What is played.</param>
    /// <param name="prefix">A path before those of the requests, so that several scenarios fit in one server; empty for none.</param>
    /// <param name="priority">As WireMock.Net's: the lowest number answers. Null to go before everything else.</param>
    /// <returns>The base URL for a client, and the calls. Disposing it takes the scenario off the server.</returns>
    /// <exception cref="InvalidOperationException">The server has not started, or was stopped.</exception>
    /// <exception cref="ArgumentException">The prefix cannot begin a path.</exception>
    public static ReplayEndpoint GivenClaude(
        this WireMockServer server,
        Scenario scenario,
        string prefix = "",
        int? priority = null
    )
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(prefix);
        if (!server.IsStarted)
            throw new InvalidOperationException(
                "The WireMock server does not run: it has not started, or was stopped. GivenClaude needs one that answers."
            );

        var path = ScenarioPrefix.Parse(prefix);
        return InstalledScenario.On(
            server,
            scenario,
            path,
            priority ?? BeforeAll - ScenarioPrefix.Depth(path)
        );
    }
}
