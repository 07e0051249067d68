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
/// using var claude = ReplayServer.Start("payment-required");
/// var client = new AnthropicClient { ApiKey = "test", BaseUrl = claude.BaseUrl.ToString() };
/// </code></example>
public sealed class ReplayServer : IReplayHost
{
    private const string Prefix = "/s/";

    private readonly KestrelServer _kestrel;
    private readonly ConcurrentDictionary<string, ReplayEndpoint> _endpoints = new();
    private readonly ScenarioPlayer? _root;
    private int _lastId;

    private ReplayServer(Scenario? scenario, int port)
    {
        _root = scenario is null ? null : new ScenarioPlayer(scenario);
        _kestrel = Kestrel(port);
        try
        {
            ReplayHosts
                .Apart(() =>
                    _kestrel.StartAsync(new Application(AnswerAsync), CancellationToken.None)
                )
                .GetAwaiter()
                .GetResult();
        }
        catch (IOException e)
        {
            _kestrel.Dispose();
            throw ReplayHosts.NotListening(port, e.Message);
        }
        BaseUrl = new Uri(
            _kestrel.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single()
        );
        ReplayHosts.Opened(BaseUrl);
    }

    /// <summary>Where the server listens, <c>http://127.0.0.1:PORT/</c>: the base URL for a client of the root scenario.</summary>
    public Uri BaseUrl { get; }

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
        return new ReplayServer(scenario, port);
    }

    /// <summary>Starts a server without a root scenario; scenarios are added with <see cref="Add(CiBudget.Replay.Scenario)"/>.</summary>
    /// <exception cref="ScenarioException">The port is taken.</exception>
    public static ReplayServer Start(int port = 0) => new(null, port);

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
        return _endpoints[id] = new ReplayEndpoint(
            scenario,
            new Uri(BaseUrl, Prefix + id),
            () => _endpoints.TryRemove(id, out _)
        );
    }

    /// <summary>Plays one more scenario, by catalogue name or path of a file.</summary>
    /// <exception cref="ScenarioException">The scenario is not known or not valid.</exception>
    public ReplayEndpoint Add(string scenario) => Add(Scenario.Find(scenario));

    /// <summary>Forgets the calls of the root scenario and begins it again.</summary>
    public void Reset() => _root?.Reset();

    /// <summary>Stops listening and breaks what is still being answered.</summary>
    public void Dispose()
    {
        ReplayHosts.Closed(BaseUrl);
        // A token that is cancelled already: connections are aborted, not waited for.
        _kestrel.StopAsync(new CancellationToken(canceled: true)).GetAwaiter().GetResult();
        _kestrel.Dispose();
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

    private Task AnswerAsync(IFeatureCollection http)
    {
        var request = http.GetRequiredFeature<IHttpRequestFeature>();
        var path = request.Path;
        if (!path.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return _root is null
                ? NoScenario(http, "This replay server has no scenario at its root.")
                : PlayAsync(_root, http);
        }
        var end = path.IndexOf('/', Prefix.Length);
        var id = end < 0 ? path[Prefix.Length..] : path[Prefix.Length..end];
        if (!_endpoints.TryGetValue(id, out var endpoint))
        {
            return NoScenario(
                http,
                $"This replay server has no scenario under {Prefix}{id}; its endpoint may have been disposed."
            );
        }
        request.PathBase = Prefix + id;
        request.Path = end < 0 ? "/" : path[end..];
        return PlayAsync(endpoint.Player, http);
    }

    private static Task PlayAsync(ScenarioPlayer player, IFeatureCollection http) =>
        player.PlayAsync(http, http.GetRequiredFeature<IRequestBodyPipeFeature>().Reader);

    private static Task NoScenario(IFeatureCollection http, string message) =>
        ScenarioPlayer.WriteAsync(http, Unmatched.Error($"{Codes.NoMatchingStep}: {message}"));

    private sealed class Application(Func<IFeatureCollection, Task> answer)
        : IHttpApplication<IFeatureCollection>
    {
        public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) =>
            contextFeatures;

        public Task ProcessRequestAsync(IFeatureCollection context) => answer(context);

        public void DisposeContext(IFeatureCollection context, Exception? exception) { }
    }
}
