namespace CiBudget.Capture;

/// <summary>What one call asks of one counter before it leaves.</summary>
/// <param name="Counter">Index of the counter.</param>
/// <param name="Amount">The most that the call can use, in the counter's unit (see <see cref="SpendUnit"/>).</param>
/// <param name="Max">The most that the counter may reach.</param>
/// <param name="Stop">
/// True: refuse when the amount would not fit beside what is used and reserved. False: refuse only once the maximum is used up.
/// </param>
/// <param name="Spent">
/// True when the amount is used the moment it is granted, and not only reserved: a call that has left has left, whatever becomes of
/// its process.
/// </param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct SpendAsk(int Counter, long Amount, long Max, bool Stop, bool Spent)
{
    /// <summary>Would it be refused, with so much used and reserved?</summary>
    public bool Exceeds(long used, long reserved) =>
        Stop ? Amount > Max - used - reserved : used >= Max;
}
