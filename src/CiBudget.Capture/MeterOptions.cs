using CiBudget.Ledger;
using CiBudget.Pricing;

namespace CiBudget.Capture;

/// <summary>What a meter watches and where it writes.</summary>
public sealed record MeterOptions
{
    /// <summary>The run's directory. Null meters without a ledger (for observers only).</summary>
    public string? RunDirectory { get; init; }

    /// <summary>Who writes the ledger.</summary>
    public LedgerProcess Process { get; init; } = new();

    /// <summary>Hosts beside the known ones that speak the Claude API, without scheme: <c>claude.proxy.test</c>, <c>127.0.0.1:8080</c>.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>
    /// Reads an environment variable, to find hosts that <c>ANTHROPIC_BASE_URL</c> and its like name. Asked again at every request,
    /// because tests set such variables after metering has begun.
    /// </summary>
    public Func<string, string?> Environment { get; init; } =
        System.Environment.GetEnvironmentVariable;

    /// <summary>Names the test that is running in the current context; null when none is.</summary>
    public Func<TestIdentity?> CurrentTest { get; init; } = static () => null;

    /// <summary>True for the address of a replay host, whose answers cost nothing.</summary>
    public Func<Uri, bool> IsReplayHost { get; init; } = static _ => false;

    /// <summary>What listens at the address of a replay host (<c>WireMock.Net</c>); null for the embedded server.</summary>
    public Func<Uri, string?> ReplayHostName { get; init; } = static _ => null;

    /// <summary>Who decides on calls before they leave, in order. One that is an <see cref="ICallObserver"/> too hears of all calls.</summary>
    public IReadOnlyList<ICallPolicy> Policies { get; init; } = [];

    /// <summary>Who hears of calls.</summary>
    public IReadOnlyList<ICallObserver> Observers { get; init; } = [];

    /// <summary>
    /// What keeps a request in that leaves for a Claude host and hides from the runtime's events, so that no policy is asked; null lets it
    /// go, counted as unmetered. Heeded on .NET 9 and newer: before that nobody knows in time that it hides.
    /// </summary>
    public Func<string, Exception?> RefuseUnseen { get; init; } = static _ => null;

    /// <summary>Called with every entry right after it was written, messages of batch results included.</summary>
    public Action<PricedEntry>? OnRecorded { get; init; }

    /// <summary>By what calls are priced for policies, observers and the metric <c>cibudget.cost</c>: the sheet with the budget file's prices on top.</summary>
    public PriceSheet Prices { get; init; } = PriceSheet.Embedded;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
