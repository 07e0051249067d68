using CiBudget.Ledger;

namespace CiBudget.Checking;

/// <summary>What processes left word of beside their calls.</summary>
internal sealed class Notices
{
    /// <summary>Requests that look like Claude calls, by the unknown host that they went to.</summary>
    public Dictionary<string, Occurrence> Elsewhere { get; } = new(StringComparer.Ordinal);

    /// <summary>Scenarios of fixtures and assemblies that got no call, by name.</summary>
    public Dictionary<string, Occurrence> UnusedScenarios { get; } = new(StringComparer.Ordinal);

    public void Add(LedgerLine line, ReadOnlySpan<byte> bytes, TestIdentity? test)
    {
        var (notices, cause) =
            line.Code.Text(bytes) == Codes.UnusedReplay
                ? (UnusedScenarios, line.Scenario)
                : (Elsewhere, line.Host);
        Occurrences.Get(notices, cause.Text(bytes) ?? "").Add(line.Time, test);
    }
}
