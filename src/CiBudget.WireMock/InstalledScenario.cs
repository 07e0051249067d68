using CiBudget.Json;
using CiBudget.Replay;
using WireMock.Logging;
using WireMock.RequestBuilders;
using WireMock.Server;

namespace CiBudget.WireMock;

/// <summary>A scenario's mapping on somebody's server: put there, seen to be there, taken off.</summary>
internal sealed class InstalledScenario
{
    private const string TitlePrefix = "Claude: ";

    private readonly Guid _id = Guid.NewGuid();
    private readonly DateTime _since = DateTime.UtcNow;
    private readonly WireMockServer _server;
    private readonly ClaudeRequestMatcher _requests;
    private readonly string _prefix;
    private readonly int _priority;

    private InstalledScenario(WireMockServer server, Scenario scenario, string prefix, int priority)
    {
        _server = server;
        _prefix = prefix;
        _priority = priority;
        Endpoint = new ReplayEndpoint(
            scenario,
            ScenarioPrefix.BaseUrls(server.Urls, prefix),
            Remove,
            Restore,
            ThrowIfGone
        );
        _requests = new(Endpoint.Player, prefix);
    }

    private ReplayEndpoint Endpoint { get; }

    public static ReplayEndpoint On(
        WireMockServer server,
        Scenario scenario,
        string prefix,
        int priority
    )
    {
        var installed = new InstalledScenario(server, scenario, prefix, priority);
        installed.Restore();
        foreach (var url in installed.Endpoint.BaseUrls)
            ReplayHosts.Opened(url, () => server.IsStarted, WireMockReplayHost.Name);

        return installed.Endpoint;
    }

    private bool IsThere => _server.Mappings.Any(mapping => mapping.Guid == _id);

    private string Name => Endpoint.Scenario.Name;

    private void Restore()
    {
        if (IsThere)
            return;

        _server
            .Given(Request.Create().Add(_requests))
            .WithGuid(_id)
            .AtPriority(_priority)
            .WithTitle(TitlePrefix + Name)
            .RespondWith(new ScenarioProvider(Endpoint.Player, _prefix));
    }

    private void ThrowIfGone()
    {
        // A server that has stopped has answered all that it will.
        if (_server.IsStarted && !IsThere)
            throw new InvalidOperationException(
                $"{Codes.ScenarioGone}: scenario '{Name}' is no longer on the WireMock server: Reset() or ResetMappings() took it off with the other mappings, "
                    + "and calls since then went elsewhere. Call Reset() of what GivenClaude returned after it, or GivenClaude again."
            );
    }

    private void Remove()
    {
        _server.DeleteMapping(_id);
        try
        {
            foreach (var line in AnsweredElsewhere())
                Console.Error.WriteLine(line);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Whoever redirected the console has closed it: a word that nobody reads must not fail a test.
        }
    }

    /// <summary>The scenario's requests that another mapping answered, one line for each mapping.</summary>
    private IEnumerable<string> AnsweredElsewhere() =>
        _server
            .LogEntries.Where(IsAnsweredElsewhere)
            .GroupBy(static entry => (entry.MappingGuid, entry.MappingTitle))
            .Select(group =>
                $"CiBudget: {Codes.ScenarioGone}: scenario '{Name}' did not answer {Times(group.Count())} that was meant for it, first {First(group)}: "
                + (
                    group.Key.MappingGuid is { } guid
                        ? $"the mapping '{group.Key.MappingTitle ?? "without a title"}' ({guid}) did. Give it a higher priority number than {_priority}, or take it off."
                        : "no mapping did. The server was reset: call Reset() of what GivenClaude returned after it."
                )
            );

    private bool IsAnsweredElsewhere(ILogEntry entry) =>
        entry.MappingTitle?.StartsWith(TitlePrefix, StringComparison.Ordinal) != true
        && entry.RequestMessage is { } request
        && request.DateTime >= _since
        && _requests.IsMatch(request);

    private static string First(IEnumerable<ILogEntry> entries) =>
        entries.First().RequestMessage is { } request ? $"{request.Method} {request.Path}" : "";

    private static string Times(int count) => count == 1 ? "1 request" : $"{count} requests";
}
