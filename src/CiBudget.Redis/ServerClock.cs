using System.Diagnostics;

namespace CiBudget.Redis;

/// <summary>The server's time: what it last said, and what has passed since. This machine's own clock may be wrong.</summary>
internal sealed class ServerClock
{
    private Word? _heard;

    /// <summary>UTC; null when the server was not heard yet.</summary>
    public DateTimeOffset? Now =>
        Volatile.Read(ref _heard) is { } heard
            ? DateTimeOffset.FromUnixTimeMilliseconds(heard.Ms) + Stopwatch.GetElapsedTime(heard.At)
            : null;

    /// <summary>The server said what time it is, ms since 1970.</summary>
    public void Heard(long ms) => Volatile.Write(ref _heard, new(ms, Stopwatch.GetTimestamp()));

    private sealed record Word(long Ms, long At);
}
