using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;

namespace CiBudget.Replay;

/// <summary>The hosts of this process.</summary>
public static class ReplayHosts
{
    private const string WireMockAssembly = "CiBudget.WireMock";

    private static readonly ConcurrentDictionary<string, int> Open = new();

    /// <summary>
    /// Starts the host that this process is meant to use: WireMock.Net where package CiBudget.WireMock is referenced, else the
    /// embedded server.
    /// </summary>
    /// <exception cref="ScenarioException">It cannot listen.</exception>
    public static IReplayHost Start() => StartWireMock() ?? ReplayServer.Start();

    /// <summary>A host has begun to answer there.</summary>
    internal static void Opened(Uri url) =>
        Open.AddOrUpdate(Place(url), 1, static (_, count) => count + 1);

    /// <summary>A host has stopped.</summary>
    internal static void Closed(Uri url)
    {
        if (Open.AddOrUpdate(Place(url), 0, static (_, count) => count - 1) <= 0)
        {
            Open.TryRemove(new KeyValuePair<string, int>(Place(url), 0));
        }
    }

    internal static bool IsOpen(Uri url) =>
        url.IsAbsoluteUri && Open.TryGetValue(Place(url), out var count) && count > 0;

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
