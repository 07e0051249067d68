using CiBudget.Budgets;

namespace CiBudget.Checking;

/// <summary>Sums of live calls beside those of replayed ones.</summary>
internal sealed class LiveAndReplayed
{
    public Totals Live { get; } = new();

    public Totals Replayed { get; } = new();

    public Totals Get(bool replayed) => replayed ? Replayed : Live;

    public void Add(LiveAndReplayed other)
    {
        Live.Add(other.Live);
        Replayed.Add(other.Replayed);
    }

    /// <summary>What limits compare: live calls, and replayed ones where the budget counts them.</summary>
    public Totals Counted(ReplayedCalls replayed) =>
        replayed == ReplayedCalls.Free ? Live : Totals.Sum([Live, Replayed]);

    /// <summary>Both together. What is replayed needs no price unless it is counted.</summary>
    public Totals All(ReplayedCalls replayed)
    {
        var all = Totals.Sum([Live, Replayed]);
        if (replayed == ReplayedCalls.Counted)
            return all;
        return all with { UnpricedCalls = Live.UnpricedCalls };
    }
}
