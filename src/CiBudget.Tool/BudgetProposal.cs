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
        var cost = Usd(Cost(observed?.Totals, isCounted), 0.50m);
        var tokens = Count(observed?.Totals.OutputTokens, 50_000);
        var calls = Count(observed?.Totals.Calls, 100);
        return $$"""
            {
              "$schema": {{Quoted(schema)}},

              // The whole run: all projects, processes and shards together.
              "run": { "cost": {{cost}}, "outputTokens": {{tokens}}, "calls": {{calls}} },

              // Each test by itself. Exceptions go under "tests", by name or category:
              //   "tests": { "*.Streaming*": { "cost": "$0.10" } }
              "test": { "cost": {{Usd(MaxCostOfATest(isCounted), 0.05m)}} },

              // Calls that no test could be named for: set-up code, forgotten background work.
              "unattributed": { "calls": {{Unattributed()}} },

              // Replayed calls: "free", or "counted" at list price, which guards a suite that runs offline.
              "replayed": "{{counted}}",

              // From this share of a limit on there is a warning.
              "warnAt": "80%"
            }

            """;
    }

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
