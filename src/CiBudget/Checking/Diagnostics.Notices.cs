using CiBudget.Budgets;
using CiBudget.Text;

namespace CiBudget.Checking;

internal sealed partial class Diagnostics
{
    private void AddNotices(Notices notices)
    {
        foreach (var host in notices.Elsewhere)
            Add(
                Codes.Unmeasured,
                Rule.UnknownHosts,
                $"{Count(host.Value.Count, "request")} that {(host.Value.Count == 1 ? "looks" : "look")} like a Claude call went to {SafeText.Name(host.Key)}, {First(host.Value)}: nothing of it was measured. Add {HostRemedy.Get(SafeText.Name(host.Key))}."
            );
        foreach (var scenario in notices.UnusedScenarios)
            Add(
                Codes.UnusedReplay,
                Rule.UnusedReplay,
                $"[Replay(\"{SafeText.Name(scenario.Key)}\")] played for no call, {First(scenario.Value)}: the tests below it prove nothing about it. Take it away, or say Unused = true."
            );
    }

    /// <summary>A refusal that the product catches leaves its test green.</summary>
    private void AddRefusals(Occurrences occurrences)
    {
        // The outage itself has been told, where it was met.
        foreach (var refusal in occurrences.Refusals.Where(refusal => refusal.Key != Codes.Outage))
        {
            var (rule, why) = refusal.Key switch
            {
                Codes.Offline => (
                    Rule.OfflineCalls,
                    ", because the run is offline. Put [Replay(\"success\")] or another scenario on the test, or allow live calls."
                ),
                Codes.Refused => (
                    Rule.RefusedCalls,
                    ", because a limit that is enforced had no room for the most that they could cost. Spend less, or raise the limit."
                ),
                _ => (Rule.RefusedCalls, ". What the call got instead of an answer says why."),
            };
            Add(
                SafeText.Name(refusal.Key),
                rule,
                $"{Count(refusal.Value.Count, "call")} {(refusal.Value.Count == 1 ? "was" : "were")} refused before leaving, {First(refusal.Value)}{why}"
            );
        }
    }

    private void AddOpenBatches(BatchOrders batches)
    {
        if (batches.Open(out var most) is not { Count: > 0 } open)
            return;
        var usd = most is { } known ? $"up to {Amount.UsdInText(known)}" : "an unknown amount";
        Add(
            Codes.OpenBatch,
            Rule.OpenBatches,
            $"{Count(open.Count, "batch", "batches")} {(open.Count == 1 ? "was" : "were")} created and the results not fetched, {First(open)}: {usd} is spent that this run did not measure. Fetch the results in the run."
        );
    }
}
