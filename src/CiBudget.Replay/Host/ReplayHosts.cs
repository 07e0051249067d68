using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;

namespace CiBudget.Replay;

/// <summary>The hosts of this process.</summary>
public static class ReplayHosts
{
    private const string WireMockAssembly = "CiBudget.WireMock";

    private static readonly ConcurrentDictionary<string, OpenHost> Open = new();

    private static volatile DeclaredHost[] _declared = [];

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
        return url.IsAbsoluteUri && Open.TryGetValue(Place(url), out var host) && host.Lives()
            ? host.Name
            : null;
    }

    /// <summary>
    /// Says that a server's answers cost nothing, as those of a fake Claude that the team wrote itself: calls to it are replayed money,
    /// and stay allowed in a run that is offline. <c>"replayHosts"</c> in the budget file says the same for a whole run.
    /// </summary>
    /// <param name="url">The server's URL; with a path, only what is below it.</param>
    /// <exception cref="ArgumentException">The URL is that of the real Claude.</exception>
    public static void Declare(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        try
        {
            Declare(url.AbsoluteUri);
        }
        catch (FormatException e)
        {
            throw new ArgumentException(e.Message, nameof(url));
        }
    }

    /// <summary>The same for a host as the budget file says it: a URL, or a name with or without a port (any port, then).</summary>
    /// <exception cref="FormatException">It names no host, or the real Claude.</exception>
    public static void Declare(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        var declared = DeclaredHost.Parse(host);
        lock (Open)
        {
            if (!_declared.Contains(declared))
                _declared = [.. _declared, declared];
        }
    }

    /// <summary>A host has begun to answer there, and does so as long as it lives.</summary>
    /// <param name="url">Where.</param>
    /// <param name="lives">Whether it still does.</param>
    /// <param name="name">What it is; null for the embedded server.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void Opened(Uri url, Func<bool> lives, string? name = null) =>
        Open[Place(url)] = new(name, lives);

    /// <summary>Asked for every request of a process that is metered.</summary>
    internal static bool IsOpen(Uri url)
    {
        if (!url.IsAbsoluteUri)
            return false;

        if (!Open.IsEmpty && IsServed(Place(url)))
            return true;

        foreach (var declared in _declared)
        {
            if (declared.Covers(url))
                return true;
        }
        return false;
    }

    private static bool IsServed(string place)
    {
        if (!Open.TryGetValue(place, out var host))
            return false;

        if (host.Lives())
            return true;

        // Another server may have taken the port meanwhile.
        Open.TryRemove(KeyValuePair.Create(place, host));
        return Open.ContainsKey(place);
    }

    /// <summary>Starts a server that outlives the test that starts it: it must not hold that test's context.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static T Apart<T>(Func<T> start)
    {
        using (
            ExecutionContext.IsFlowSuppressed()
                ? default(IDisposable)
                : ExecutionContext.SuppressFlow()
        )
            return start();
    }

    /// <summary>What a host throws that cannot listen.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static ScenarioException NotListening(int port, string why) =>
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

    private sealed record OpenHost(string? Name, Func<bool> Lives);
}
