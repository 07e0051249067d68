using System.Diagnostics.Metrics;

namespace CiBudget.Capture;

/// <summary>
/// Counts requests to Claude hosts that left without being seen by the listener, as a handler with
/// <c>ActivityHeadersPropagator = null</c> lets them: the runtime's own counter of active requests has them all.
/// </summary>
/// <remarks>
/// For one request, counter and event come one right after the other on the same thread: the event first since .NET 9, the counter
/// first on .NET 8. A request that the listener has seen is never counted, wherever it was redirected and whether it was refused.
/// </remarks>
internal sealed class UnmeteredRequestCounter : IDisposable
{
    private static readonly bool EventComesFirst = Environment.Version.Major >= 9;

    [ThreadStatic]
    private static bool t_waiting;

    private readonly WatchedHosts _hosts;
    private readonly Func<string, Exception?> _refuse;
    private readonly MeterListener _listener = new();
    private long _count;

    public UnmeteredRequestCounter(WatchedHosts hosts, Func<string, Exception?> refuse)
    {
        _hosts = hosts;
        _refuse = refuse;
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (
                instrument is { Meter.Name: "System.Net.Http", Name: "http.client.active_requests" }
            )
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>(OnMeasurement);
        _listener.Start();
    }

    /// <summary>True when the runtime counts its requests.</summary>
    public static bool IsSupported { get; } =
        !AppContext.TryGetSwitch(DiagnosticsAvailability.Metrics, out var supported) || supported;

    /// <summary>Requests so far that the listener did not see.</summary>
    public long Count
    {
        get
        {
            var count = Interlocked.Read(ref _count);
            // .NET 8 raises the counter before the event, so a request is briefly counted as unmetered: read again a few times.
            for (var tries = 0; count > 0 && !EventComesFirst && tries < 3; tries++)
            {
                Thread.Sleep(1);
                count = Math.Min(count, Interlocked.Read(ref _count));
            }
            return count;
        }
    }

    /// <summary>The listener has seen a request leave, on this thread.</summary>
    public void OnRequestEvent()
    {
        if (EventComesFirst)
            t_waiting = true;
        else if (t_waiting)
        {
            t_waiting = false;
            Interlocked.Decrement(ref _count);
        }
    }

    /// <summary>The request that was just seen does not leave after all.</summary>
    public static void OnRequestStopped() => t_waiting = false;

    private void OnMeasurement(
        Instrument instrument,
        long change,
        ReadOnlySpan<KeyValuePair<string, object?>> tags,
        object? state
    )
    {
        if (change <= 0)
            return;
        var seen = EventComesFirst && t_waiting;
        t_waiting = false;
        var ambient = AmbientCall.Current;
        ambient?.OnLeaving();
        if (seen || WatchedHost(tags) is not { } host || ambient?.TryCover() == true)
            return;
        // An exception here ends the request before it leaves.
        if (EventComesFirst && _refuse(host) is { } refusal)
            throw refusal;
        Interlocked.Increment(ref _count);
        t_waiting = !EventComesFirst;
    }

    private string? WatchedHost(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string? host = null;
        int? port = null;
        var defaultPort = 443;
        foreach (ref readonly var tag in tags)
        {
            if (tag.Key == "server.address")
                host = tag.Value as string;
            else if (tag.Key == "server.port")
                port = tag.Value as int?;
            else if (tag.Key == "url.scheme" && tag.Value is "http")
                defaultPort = 80;
        }
        // .NET 8 leaves out a port that is the scheme's own.
        return host is not null && _hosts.MayServe(host, port ?? defaultPort) ? host : null;
    }

    public void Dispose() => _listener.Dispose();
}
