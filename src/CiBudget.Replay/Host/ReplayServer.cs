using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CiBudget.Replay;

/// <summary>
/// A server on loopback that plays scenarios: one at its root, and any number more under paths of their own, so that tests that
/// run in parallel share one server and do not meet.
/// </summary>
/// <example><code>
/// await using var claude = await ReplayServer.StartAsync("payment-required");
/// var client = new AnthropicClient { ApiKey = "test", BaseUrl = claude.BaseUrl.ToString() };
/// </code></example>
public sealed class ReplayServer : IReplayHost, IAsyncDisposable
{
    private const string Scenarios = "/s/";

    private readonly KestrelServer _kestrel;
    private readonly ConcurrentDictionary<string, ReplayEndpoint> _endpoints = new();
    private readonly ScenarioPlayer? _root;
    private int _lastId;
    private volatile bool _stopped;

    private ReplayServer(Scenario? scenario, int port)
    {
        _root = scenario is null ? null : new ScenarioPlayer(scenario);
        _kestrel = Kestrel(port);
    }

    /// <summary>Where the server listens, <c>http://127.0.0.1:PORT/</c>: the base URL for a client of the root scenario.</summary>
    public Uri BaseUrl { get; private set; } = new("http://127.0.0.1/");

    /// <summary>The calls that reached the root scenario. Empty for a server without one.</summary>
    public ReplayCalls Calls => _root?.Calls ?? new ReplayCalls([], 0);

    /// <summary>Starts a server that plays one scenario, by catalogue name or path of a file.</summary>
    /// <param name="scenario">As for <see cref="Scenario.Find"/>.</param>
    /// <param name="port">The port to listen on; 0 for any that is free.</param>
    /// <exception cref="ScenarioException">The scenario is not known or not valid, or the port is taken.</exception>
    public static ReplayServer Start(string scenario, int port = 0) =>
        Start(Scenario.Find(scenario), port);

    /// <summary>Starts a server that plays one scenario.</summary>
    /// <exception cref="ScenarioException">The port is taken.</exception>
    public static ReplayServer Start(Scenario scenario, int port = 0)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return ListenAsync(scenario, port, CancellationToken.None).GetAwaiter().GetResult();
    }

    /// <summary>Starts a server without a root scenario; scenarios are added with <see cref="Add(CiBudget.Replay.Scenario)"/>.</summary>
    /// <exception cref="ScenarioException">The port is taken.</exception>
    public static ReplayServer Start(int port = 0) =>
        ListenAsync(null, port, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Starts a server that plays one scenario, by catalogue name or path of a file.</summary>
    /// <param name="scenario">As for <see cref="Scenario.Find"/>.</param>
    /// <param name="port">The port to listen on; 0 for any that is free.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    /// <exception cref="ScenarioException">The scenario is not known or not valid, or the port is taken.</exception>
    public static Task<ReplayServer> StartAsync(
        string scenario,
        int port = 0,
        CancellationToken cancellationToken = default
    ) => StartAsync(Scenario.Find(scenario), port, cancellationToken);

    /// <summary>Starts a server that plays one scenario.</summary>
    /// <exception cref="ScenarioException">The port is taken.</exception>
    public static Task<ReplayServer> StartAsync(
        Scenario scenario,
        int port = 0,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return ListenAsync(scenario, port, cancellationToken);
    }

    /// <summary>Starts a server without a root scenario.</summary>
    /// <exception cref="ScenarioException">The port is taken.</exception>
    public static Task<ReplayServer> StartAsync(
        int port = 0,
        CancellationToken cancellationToken = default
    ) => ListenAsync(null, port, cancellationToken);

    /// <summary>True when a replay server of this process listens there: its answers cost nothing.</summary>
    public static bool IsListening(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return ReplayHosts.IsOpen(url);
    }

    /// <summary>Plays one more scenario, under a path of its own, until the endpoint is disposed.</summary>
    public ReplayEndpoint Add(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var id = Interlocked.Increment(ref _lastId).ToString(CultureInfo.InvariantCulture);
        return AddAt(scenario, Scenarios + id);
    }

    /// <summary>True when a scenario lies under this path.</summary>
    public bool Has(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return _endpoints.ContainsKey(At(path)) || (At(path).Length == 0 && _root is not null);
    }

    /// <summary>Plays one more scenario, under a path of the caller's choice.</summary>
    /// <param name="scenario">What is played.</param>
    /// <param name="path">One segment, as in <c>payment-required</c>; empty for the root.</param>
    /// <exception cref="ArgumentException">The path has more segments, or another scenario lies there.</exception>
    public ReplayEndpoint Add(Scenario scenario, string path)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(path);
        var at = At(path);
        if (
            at.LastIndexOf('/') > 0
            || at + "/" == Scenarios
            || Uri.EscapeDataString(at) != at.Replace("/", "%2F", StringComparison.Ordinal)
        )
            throw new ArgumentException(
                $"'{path}' is not one plain segment of a path.",
                nameof(path)
            );

        return Has(path)
            ? throw new ArgumentException($"Another scenario lies under '{path}'.", nameof(path))
            : AddAt(scenario, at);
    }

    /// <summary>Plays one more scenario, by catalogue name or path of a file.</summary>
    /// <exception cref="ScenarioException">The scenario is not known or not valid.</exception>
    public ReplayEndpoint Add(string scenario) => Add(Scenario.Find(scenario));

    /// <summary>Forgets the calls of the root scenario and begins it again.</summary>
    public void Reset() => _root?.Reset();

    /// <summary>Stops listening and breaks what is still being answered.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <inheritdoc cref="Dispose" />
    public async ValueTask DisposeAsync()
    {
        if (_stopped)
            return;

        _stopped = true;
        _root?.Dispose();
        foreach (var endpoint in _endpoints.Values)
            endpoint.Dispose();

        // A token that is cancelled already: connections are aborted, not waited for.
        await _kestrel.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        _kestrel.Dispose();
    }

    private static async Task<ReplayServer> ListenAsync(
        Scenario? scenario,
        int port,
        CancellationToken cancellationToken
    )
    {
        var server = new ReplayServer(scenario, port);
        var kestrel = server._kestrel;
        try
        {
            await ReplayHosts
                .Apart(() =>
                    kestrel.StartAsync(new Application(server.AnswerAsync), cancellationToken)
                )
                .ConfigureAwait(false);
        }
        catch (IOException e)
        {
            kestrel.Dispose();
            throw ReplayHosts.NotListening(port, e.Message);
        }
        server.BaseUrl = new(
            kestrel.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single()
        );
        ReplayHosts.Opened(server.BaseUrl, () => !server._stopped);
        return server;
    }

    private static KestrelServer Kestrel(int port)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxRequestBodySize = null; // prompts with images are large
        options.Listen(
            IPAddress.Loopback,
            port,
            static listen => listen.Protocols = HttpProtocols.Http1
        );
        var transport = new SocketTransportFactory(
            Options.Create(new SocketTransportOptions()),
            NullLoggerFactory.Instance
        );
        return new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
    }

    private static string At(string path) =>
        path.Trim('/') is { Length: > 0 } segment ? "/" + segment : "";

    private ReplayEndpoint AddAt(Scenario scenario, string path) =>
        _endpoints[path] = new ReplayEndpoint(
            scenario,
            [new Uri(BaseUrl, path)],
            () => _endpoints.TryRemove(path, out _)
        );

    private Task AnswerAsync(IFeatureCollection http)
    {
        var request = http.GetRequiredFeature<IHttpRequestFeature>();
        var path = request.Path;
        var end = EndOfFirst(
            path,
            path.StartsWith(Scenarios, StringComparison.Ordinal) ? Scenarios.Length : 1
        );
        if (_endpoints.TryGetValue(path[..end], out var endpoint))
        {
            request.PathBase = path[..end];
            request.Path = end == path.Length ? "/" : path[end..];
            return PlayAsync(endpoint.Player, http);
        }
        if (path.StartsWith(Scenarios, StringComparison.Ordinal))
            return NoScenario(
                http,
                $"This replay server has no scenario under {path[..end]}; its endpoint may have been disposed."
            );

        return
            (_root ?? (_endpoints.TryGetValue("", out var root) ? root.Player : null)) is { } player
            ? PlayAsync(player, http)
            : NoScenario(http, "This replay server has no scenario at its root.");
    }

    /// <summary>Where the segment ends that begins at a place.</summary>
    private static int EndOfFirst(string path, int from) =>
        path.IndexOf('/', Math.Min(from, path.Length)) is >= 0 and var end ? end : path.Length;

    private static Task PlayAsync(ScenarioPlayer player, IFeatureCollection http) =>
        player.PlayAsync(http, http.GetRequiredFeature<IRequestBodyPipeFeature>().Reader);

    private static Task NoScenario(IFeatureCollection http, string message) =>
        AnswerWriter.WriteAsync(
            http,
            Unmatched.Error($"{Codes.NoMatchingStep}: {message}"),
            CancellationToken.None
        );

    private sealed class Application(Func<IFeatureCollection, Task> answer)
        : IHttpApplication<IFeatureCollection>
    {
        public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) =>
            contextFeatures;

        public Task ProcessRequestAsync(IFeatureCollection context) => answer(context);

        public void DisposeContext(IFeatureCollection context, Exception? exception) { }
    }
}
