using System.Collections.Concurrent;
using System.Diagnostics;

namespace CiBudget.Capture.Tests;

/// <summary>Meters while it lives, and keeps the entries.</summary>
internal sealed class Metered : IDisposable
{
    private readonly ConcurrentQueue<LedgerEntry> _entries = new();

    public Metered(Server? server = null, Func<MeterOptions, MeterOptions>? with = null)
    {
        var options = new MeterOptions
        {
            Hosts = server is null ? [] : [server.Authority],
            OnRecorded = ended => _entries.Enqueue(ended.Entry),
            Environment = static _ => null,
            Process = new LedgerProcess { Id = "tests", Run = "run-1" },
        };
        Meter = ClaudeMeter.Start(with?.Invoke(options) ?? options);
    }

    public ClaudeMeter Meter { get; }

    public IReadOnlyList<LedgerEntry> Entries => [.. _entries];

    public LedgerEntry Entry => Entries.Single();

    /// <summary>Waits for what another thread is about to do.</summary>
    public static async Task Until(Func<bool> condition)
    {
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.That(
                waited.Elapsed,
                Is.LessThan(TimeSpan.FromSeconds(20)),
                "it never came true"
            );
            await Task.Delay(5);
        }
    }

    public void Dispose() => Meter.Dispose();
}
