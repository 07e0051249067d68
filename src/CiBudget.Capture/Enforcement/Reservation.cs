namespace CiBudget.Capture;

/// <summary>What a call in flight has reserved.</summary>
/// <param name="Local">Of the limits that its process counts.</param>
/// <param name="Shared">Of those that processes share.</param>
/// <param name="Worst">The worst case that was reserved.</param>
/// <param name="Batch">True for the creation of a batch.</param>
internal sealed record Reservation(SpendAsk[] Local, SpendAsk[] Shared, WorstCase Worst, bool Batch)
{
    /// <summary>What was reserved, US dollars; null when no limit concerned the call, or its worst case is not known.</summary>
    public decimal? Usd => Local.Length + Shared.Length == 0 ? null : Worst.Usd;
}
