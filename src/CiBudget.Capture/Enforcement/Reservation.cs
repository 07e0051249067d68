using CiBudget.Pricing;

namespace CiBudget.Capture;

/// <summary>What a call in flight has reserved.</summary>
internal sealed class Reservation
{
    internal Reservation(SpendAsk[] local, SpendAsk[] shared, WorstCase worst, bool batch)
    {
        Batch = batch;
        Local = local;
        Shared = shared;
        Worst = worst;
    }

    /// <summary>The worst case that was reserved.</summary>
    public WorstCase Worst { get; }

    /// <summary>What was reserved, US dollars; null when no limit concerned the call, or its worst case is not known.</summary>
    public decimal? Usd => Local.Length + Shared.Length == 0 ? null : Worst.Usd;

    /// <summary>True for the creation of a batch.</summary>
    internal bool Batch { get; }

    internal SpendAsk[] Local { get; }

    internal SpendAsk[] Shared { get; }
}
