using CiBudget.Ledger;

namespace CiBudget.Checking;

/// <summary>What calls asked for beside what they used: it decides what the same calls can cost at the most, see <see cref="ModelDemand"/>.</summary>
internal sealed class DemandSums
{
    public long MaxTokens { get; private set; }

    public long CallsWithoutMaxTokens { get; private set; }

    public long CallsWithoutUsage { get; private set; }

    public long LongestPrompt { get; private set; }

    public bool Fast { get; private set; }

    public bool Regional { get; private set; }

    public void Add(LedgerLine line)
    {
        MaxTokens += line.MaxTokens ?? 0;
        if (line.MaxTokens is null)
            CallsWithoutMaxTokens++;
        if (line.UsageCount == 0)
            CallsWithoutUsage++;
    }

    public void AddPrompt(long tokens, bool fast, bool regional)
    {
        Regional |= regional;
        LongestPrompt = Math.Max(LongestPrompt, tokens);
        Fast |= fast;
    }

    public void Add(DemandSums other)
    {
        MaxTokens += other.MaxTokens;
        CallsWithoutMaxTokens += other.CallsWithoutMaxTokens;
        CallsWithoutUsage += other.CallsWithoutUsage;
        AddPrompt(other.LongestPrompt, other.Fast, other.Regional);
    }
}
