using CiBudget.Checking;
using CiBudget.Json;
using CiBudget.Pricing;
using CiBudget.Text;

namespace CiBudget.Tool.Bill.Reconciling;

/// <summary>The sentences that go with a comparison. Each is said only where a figure calls for it.</summary>
internal sealed class Explanations(
    MeteredUse metered,
    BilledUse billed,
    IReadOnlyList<ReconciledLine> lines,
    decimal discount
)
{
    private const int MostNames = 5;

    private bool IsLess => lines.Any(line => line.Verdict == LineVerdict.MeteredLess);

    private bool IsMore => lines.Any(line => line.Verdict == LineVerdict.MeteredMore);

    public IEnumerable<Explanation> All(bool isComplete, OtherUsers? others)
    {
        if (!isComplete)
            yield return new(Cause.NotComplete, NotComplete());
        if (others is not null)
            yield return new(Cause.OtherUsers, Describe(others));
        if (IsLess && others?.Ours is null && Escaped() is { } escaped)
            yield return new(Cause.EscapedCalls, escaped);
        if (IsLess && metered.CutAnswers > 0)
            yield return new(
                Cause.CutAnswers,
                $"{Amount.Counted(metered.CutAnswers, "answer")} {(metered.CutAnswers == 1 ? "was" : "were")} cut: what was metered of them is a lower bound, what was billed may be more."
            );
        if (metered.WithoutUsage > 0 || metered.UnreadLines > 0)
            yield return new(Cause.Ledger, Ledger());
        foreach (var one in KnownDifferences())
            yield return one;
        if (IsMore && isComplete && metered.OtherWorkspaces.Count == 0)
            yield return new(
                Cause.MeteredMore,
                "more was metered than billed. Do the runs' calls belong to another workspace or key than the one that was asked for? Was a fake server metered as live? (\"replayHosts\" and --workspace)"
            );
        foreach (var note in billed.Notes)
            yield return new(Cause.OlderReports, note);
    }

    private IEnumerable<Explanation> KnownDifferences()
    {
        if (lines.Any(line => line.Verdict == LineVerdict.Explained))
            yield return new(
                Cause.Unbilled,
                $"{Amount.Counted(metered.UnbilledAnswers, "answer")} {(metered.UnbilledAnswers == 1 ? "was" : "were")} not charged (refusals, declined attempts): {Amount.Count(Unbilled())} tokens of them are in the usage and not in the cost."
            );
        if (lines.Any(line => line.Verdict == LineVerdict.Open))
            yield return new(
                Cause.BatchLag,
                "batches are charged when they are processed and metered when their results are fetched, so these counts need not meet in the time of one run. Without them the counts are equal. Compare a workspace's whole day: name all of its runs."
            );
        if (Discount() is { } paid)
            yield return new(Cause.Discount, paid);
        if (metered.PriorityAnswers > 0)
            yield return new(
                Cause.PriorityTier,
                $"{Amount.Counted(metered.PriorityAnswers, "answer")} came by Priority Tier, which is charged by contract: counts are compared, money is not."
            );
        if (metered.CloudCalls.Count > 0)
            yield return new(
                Cause.OtherBills,
                $"{Calls(metered.CloudCalls)} {Names(metered.CloudCalls.Keys)}: a cloud charges for them, so they are left out here."
            );
        if (metered.OtherWorkspaces.Count > 0)
            yield return new(
                Cause.OtherBills,
                $"{Calls(metered.OtherWorkspaces)} another workspace, {Names(metered.OtherWorkspaces.Keys)}: they are left out here."
            );
        if (lines.FirstOrDefault(line => line.Verdict == LineVerdict.PriceDiffers) is { } price)
            yield return new(
                Cause.Prices,
                $"the counts are equal and the list prices are not ({price.Model}, {BillKinds.Name(price.Kind)}: {Usd(price.Metered.ListUsd)} by the price sheet of {Amount.Day(PriceSheet.Embedded.AsOf)}, {Usd(price.Billed.ListUsd)} on the bill). Is the sheet old (cibudget prices check), or does a surcharge or a tier apply that answers do not name?"
            );
        foreach (var line in lines.Where(line => line.Verdict == LineVerdict.NotMetered))
            yield return new(
                Cause.NotMetered,
                $"{SafeText.Line(BillKinds.Name(line.Kind))} was charged ({Usd(line.Billed.AmountUsd)}), which a meter of HTTP answers does not count."
            );
    }

    private string NotComplete()
    {
        var end = metered.Periods[^1].To;
        return billed.RefreshedAt is { } at
            ? $"the bill's data are complete until {Period.Show(at)} UTC, and the calls end at {Period.Show(end)} UTC: compare again once they reach that far (--wait asks once a minute)."
            : $"the bill's data take about five minutes: compare again after {Period.Show(end + LegacyReports.Lag)} UTC (--wait asks once a minute).";
    }

    private static string Describe(OtherUsers others)
    {
        var names = others
            .All.OrderBy(one => one.Key, StringComparer.Ordinal)
            .Select(one =>
                SafeText.Line(one.Key)
                + (one.Value is { } requests ? $" ({Amount.Counted(requests, "request")})" : "")
            )
            .ToList();
        var listed =
            string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? ", …" : "");
        return others.Ours is { } ours
            ? $"another user: {names.Count} keys or identities used what was asked for in that time, {listed}. What {SafeText.Line(ours)} used is what was metered; the rest is the others'. Compare that key alone with --key, or give the tests a workspace of their own."
            : $"another user is possible: {names.Count} keys or identities used what was asked for in that time, {listed}, and none of them alone used what was metered. Compare one key with --key, or give the tests a workspace of their own.";
    }

    private string? Escaped()
    {
        var more = billed
            .Requests.Select(model =>
                (
                    Model: model.Key,
                    More: model.Value - metered.Requests.GetValueOrDefault(model.Key)
                )
            )
            .Where(model => model.More > 0)
            .OrderBy(model => model.Model, StringComparer.Ordinal)
            .ToList();
        const string Cure =
            "Calls escaped the meter: another process, a host that is not in \"hosts\", diagnostics that are switched off (cibudget doctor), or somebody else with the same key.";
        return more.Count > 0
                ? $"{Amount.Counted(more.Sum(model => model.More), "request")} more {(more.Sum(model => model.More) == 1 ? "was" : "were")} billed than metered, of {string.Join(", ", more.Take(MostNames).Select(model => SafeText.Line(model.Model)))}. {Cure}"
            : billed.Requests.Count == 0 ? Cure
            : metered.CutAnswers > 0 ? null
            : "as many requests were billed as metered, with more tokens: an answer was read in part, or counts of it are not known to this version.";
    }

    private string Ledger() =>
        string.Join(
            ' ',
            new[]
            {
                metered.WithoutUsage > 0
                    ? $"{Amount.Counted(metered.WithoutUsage, "answer")} came without usage and could not be metered."
                    : null,
                metered.UnreadLines > 0
                    ? $"{Amount.Counted(metered.UnreadLines, "line")} of the ledgers could not be read."
                    : null,
            }.Where(text => text is not null)
        );

    private string? Discount()
    {
        var list = lines.Sum(line => line.Billed.ListUsd ?? 0m);
        var amount = lines.Sum(line => line.Billed.AmountUsd ?? 0m);
        if (list <= 0m || amount == list || lines.All(line => line.Billed.ListUsd is null))
            return null;
        var share = 1m - (amount / list);
        var budget =
            Math.Round(share, 4) == discount
                ? "the budget file says the same"
                : $"the budget file says {Amount.Percent(discount)} (\"prices.discount\")";
        return $"the account pays {Usd(amount)} for a list price of {Usd(list)}, a discount of {Amount.Percent(share)}; {budget}. Lines are compared at list price.";
    }

    private long Unbilled() =>
        lines
            .Where(line => line.Verdict == LineVerdict.Explained)
            .Sum(line => line.Metered.UnbilledCount);

    private static string Calls(Dictionary<string, long> calls) =>
        calls.Values.Sum() is var sum && sum == 1
            ? "1 call was answered by"
            : $"{Amount.Count(sum)} calls were answered by";

    private static string Names(IEnumerable<string> names) =>
        string.Join(
            ", ",
            names.Order(StringComparer.Ordinal).Take(MostNames).Select(SafeText.Line)
        );

    private static string Usd(decimal? usd) => usd is { } known ? Amount.Usd(known) : "not known";
}
