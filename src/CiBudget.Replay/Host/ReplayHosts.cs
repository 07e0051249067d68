using System.Collections.Concurrent;
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
        Open.AddOrUpdate(url.Authority, 1, static (_, count) => count + 1);

    /// <summary>A host has stopped.</summary>
    internal static void Closed(Uri url)
    {
        if (Open.AddOrUpdate(url.Authority, 0, static (_, count) => count - 1) <= 0)
        {
            Open.TryRemove(new KeyValuePair<string, int>(url.Authority, 0));
        }
    }

    internal static bool IsOpen(Uri url) =>
        url.IsAbsoluteUri && Open.TryGetValue(url.Authority, out var count) && count > 0;

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
