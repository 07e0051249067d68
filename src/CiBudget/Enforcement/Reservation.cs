namespace CiBudget;

/// <summary>What a call in flight has reserved.</summary>
public sealed class Reservation
{
    internal Reservation(SpendAsk[] local, SpendAsk[] shared, WorstCase worst)
    {
        Local = local;
        Shared = shared;
        Worst = worst;
    }

    /// <summary>The worst case that was reserved.</summary>
    public WorstCase Worst { get; }

    internal SpendAsk[] Local { get; }

    internal SpendAsk[] Shared { get; }
}
