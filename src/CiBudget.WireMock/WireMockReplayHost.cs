using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CiBudget.Replay;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using WireMock.Exceptions;
using WireMock.Server;
using WireMock.Settings;

namespace CiBudget.WireMock;

/// <summary>A WireMock.Net server on loopback that plays scenarios. <c>[Replay]</c> uses it when this package is referenced.</summary>
public sealed class WireMockReplayHost : IReplayHost
{
    /// <summary>WireMock.Net's journal has no limit of its own.</summary>
    private const int CallsInJournal = 1000;

    /// <summary>What reports call it.</summary>
    internal const string Name = "WireMock.Net";

    private int _lastId;

    private WireMockReplayHost(WireMockServer server)
    {
        Server = server;
        BaseUrl = new Uri(FormattableString.Invariant($"http://127.0.0.1:{server.Port}"));
        ReplayHosts.Opened(BaseUrl, () => server.IsStarted, Name);
    }

    /// <summary>The server, for mappings and a journal of one's own.</summary>
    public WireMockServer Server { get; }

    /// <inheritdoc />
    public Uri BaseUrl { get; }

    /// <summary>Starts a server.</summary>
    /// <param name="port">The port to listen on; 0 for any that is free.</param>
    /// <exception cref="ScenarioException">The port is taken.</exception>
    public static WireMockReplayHost Start(int port = 0)
    {
        var settings = new WireMockServerSettings
        {
            // Without a host WireMock.Net listens on every network.
            Urls = [FormattableString.Invariant($"http://127.0.0.1:{port}")],
            MaxRequestLogCount = CallsInJournal,
            // The embedded server does not name itself either.
            AdditionalServiceRegistration = static services =>
                services.Configure<KestrelServerOptions>(static kestrel =>
                    kestrel.AddServerHeader = false
                ),
        };
        try
        {
            // WireMock.Net tries for ten seconds before it says that a port is taken.
            using (var probe = new TcpListener(IPAddress.Loopback, port))
                probe.Start();
            return new(ReplayHosts.Apart(() => WireMockServer.Start(settings)));
        }
        catch (Exception e) when (e is WireMockException or SocketException)
        {
            throw ReplayHosts.NotListening(port, e.GetBaseException().Message);
        }
    }

    /// <inheritdoc />
    public ReplayEndpoint Add(Scenario scenario) =>
        Server.GivenClaude(
            scenario,
            "s/" + Interlocked.Increment(ref _lastId).ToString(CultureInfo.InvariantCulture)
        );

    /// <summary>Stops listening and breaks what is still being answered.</summary>
    public void Dispose()
    {
        Server.Stop();
        Server.Dispose();
    }
}
