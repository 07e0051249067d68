using System.Text;
using CiBudget.Checking;
using CiBudget.Pricing;
using CiBudget.Text;

namespace CiBudget.Tool;

/// <summary>The text of a first budget file.</summary>
/// <param name="observed">The run to take limits from; null for starting values.</param>
/// <param name="headroom">The factor on what was observed, 1 or more.</param>
internal sealed class BudgetProposal(Verdict? observed, decimal headroom)
{
    public string Text(string schema)
    {
        // Tests that only replay recorded answers are guarded by what the same traffic would cost.
        var counted = observed is { Totals: { CostUsd: 0m, AvoidedUsd: > 0m } }
            ? "counted"
            : "free";
        var isCounted = counted == "counted";
        var text = new StringBuilder("{\n");
        text.Append("  \"$schema\": ").Append(Quoted(schema)).Append(",\n\n");
        Note(text, "The whole run: all projects, processes and shards together.");
        text.Append("  \"run\": { \"cost\": ")
            .Append(Usd(Cost(observed?.Totals, isCounted), 0.50m));
        text.Append(", \"outputTokens\": ").Append(Count(observed?.Totals.OutputTokens, 50_000));
        text.Append(", \"calls\": ").Append(Count(observed?.Totals.Calls, 100)).Append(" },\n\n");
        Note(text, "Each test by itself. Exceptions go under \"tests\", by name or category:");
        Note(text, "  \"tests\": { \"*.Streaming*\": { \"cost\": \"$0.10\" } }");
        text.Append("  \"test\": { \"cost\": ")
            .Append(Usd(MaxCostOfATest(isCounted), 0.05m))
            .Append(" },\n\n");
        Note(
            text,
            "Calls that no test could be named for: set-up code, forgotten background work."
        );
        text.Append("  \"unattributed\": { \"calls\": ").Append(Unattributed()).Append(" },\n\n");
        Note(
            text,
            "Replayed calls: \"free\", or \"counted\" at list price, which guards a suite that runs offline."
        );
        text.Append("  \"replayed\": \"").Append(counted).Append("\",\n\n");
        Note(text, "From this share of a limit on there is a warning.");
        text.Append("  \"warnAt\": \"80%\"\n}\n");
        return text.ToString();
    }

    private static void Note(StringBuilder text, string note) =>
        text.Append("  // ").Append(note).Append('\n');

    private static string Quoted(string text) => "\"" + text + "\"";

    private static decimal? Cost(Totals? totals, bool counted) =>
        totals is null ? null
        : counted ? totals.AvoidedUsd
        : totals.CostUsd;

    private decimal? MaxCostOfATest(bool counted) =>
        observed?.Tests.Where(row => row.Test is not null).Max(row => Cost(row.Totals, counted));

    private string Unattributed() =>
        observed?.Tests.FirstOrDefault(row => row.Test is null)
            is { Totals.Calls: > 0 and var calls }
            ? Count(calls, 0)
            : "0";

    private string Usd(decimal? seen, decimal start) =>
        Quoted("$" + Amount.Plain(seen is > 0m ? Round(seen.Value * headroom, 0.01m) : start));

    private string Count(long? seen, long start)
    {
        var count = seen is > 0 ? Round(seen.Value * headroom, 1m) : start;
        return count >= 1000 && count % 100 == 0
            ? Quoted(Amount.Plain(count / 1000) + "k")
            : Amount.Plain(count);
    }

    /// <summary>Up, to two digits that say something: a budget is a round number.</summary>
    private static decimal Round(decimal value, decimal least)
    {
        var unit = least;
        while (value / unit >= 100m)
            unit *= 10m;
        return Math.Ceiling(value / unit) * unit;
    }
}
