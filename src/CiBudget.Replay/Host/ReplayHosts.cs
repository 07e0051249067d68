using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;

namespace CiBudget.Replay;

/// <summary>The hosts of this process.</summary>
public static class ReplayHosts
{
    private const string WireMockAssembly = "CiBudget.WireMock";

    private static readonly ConcurrentDictionary<string, (string? Name, int Count)> Open = new();

    /// <summary>
    /// Starts the host that this process is meant to use: WireMock.Net where package CiBudget.WireMock is referenced, else the
    /// embedded server.
    /// </summary>
    /// <exception cref="ScenarioException">It cannot listen.</exception>
    public static IReplayHost Start() => StartWireMock() ?? ReplayServer.Start();

    /// <summary>What listens at an address of this process (<c>WireMock.Net</c>); null for the embedded server, and where nothing does.</summary>
    public static string? NameOf(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return url.IsAbsoluteUri && Open.TryGetValue(Place(url), out var host) ? host.Name : null;
    }

    /// <summary>A host has begun to answer there.</summary>
    /// <param name="url">Where.</param>
    /// <param name="name">What it is; null for the embedded server.</param>
    internal static void Opened(Uri url, string? name = null) =>
        Open.AddOrUpdate(
            Place(url),
            static (_, name) => (name, 1),
            static (_, host, name) => (name, host.Count + 1),
            name
        );

    /// <summary>A host has stopped.</summary>
    internal static void Closed(Uri url)
    {
        var host = Open.AddOrUpdate(
            Place(url),
            (null, 0),
            static (_, host) => host with { Count = host.Count - 1 }
        );
        if (host.Count <= 0)
        {
            Open.TryRemove(KeyValuePair.Create(Place(url), host));
        }
    }

    internal static bool IsOpen(Uri url) =>
        url.IsAbsoluteUri && Open.TryGetValue(Place(url), out var host) && host.Count > 0;

    /// <summary>Starts a server that outlives the test that starts it: it must not hold that test's context.</summary>
    internal static T Apart<T>(Func<T> start)
    {
        using (
            ExecutionContext.IsFlowSuppressed()
                ? default(IDisposable)
                : ExecutionContext.SuppressFlow()
        )
        {
            return start();
        }
    }

    internal static ScenarioException NotListening(int port, string why) =>
        new(
            Codes.HostNotListening,
            null,
            Position.None,
            $"The replay server cannot listen on 127.0.0.1:{port}: {why} Give another port, or 0 for any that is free."
        );

    // This machine has several names.
    private static string Place(Uri url) =>
        url.IsLoopback ? url.Port.ToString(CultureInfo.InvariantCulture) : url.Authority;

    // By name, because the package depends on this one.
    private static IReplayHost? StartWireMock()
    {
        Assembly assembly;
        try
        {
            assembly = Assembly.Load(WireMockAssembly);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        var start = assembly
            .GetType(WireMockAssembly + ".WireMockReplayHost", throwOnError: true)!
            .GetMethod("Start", [typeof(int)])!;
        return (IReplayHost)start.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [0], null)!;
    }
}
