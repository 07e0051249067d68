using CiBudget.Text;
using CiBudget.Tokens;

namespace CiBudget.NUnit;

/// <summary>The most of one metric.</summary>
/// <param name="Metric">What it counts.</param>
/// <param name="Max">In the metric's unit.</param>
internal readonly record struct TestLimit(Metric Metric, decimal Max)
{
    /// <summary>Reads a value with its unit as the budget file writes it.</summary>
    /// <exception cref="FormatException">It cannot be read; the message says what was expected.</exception>
    public static TestLimit Parse(Metric metric, string text)
    {
        string? fault;
        var isRead =
            metric == Metric.Cost
                ? Quantity.TryParseUsd(text, out var max, out fault)
                : Quantity.TryParseCount(text, out max, out fault);
        return isRead
            ? new TestLimit(metric, max)
            : throw new FormatException($"{metric}: {fault}");
    }

    /// <summary>What a spend says against it, in one line; null when it holds.</summary>
    public string? Broken(TestSpend spend)
    {
        var used = UsedOf(spend);
        if (used > Max)
            return $"used {SpendText.Format(Metric, used, spend.Totals.LowerBound)}, {SpendText.Bare(Metric, used - Max)} over its limit of {SpendText.Bare(Metric, Max)}";

        return Unknown(spend) is { } reason
            ? $"cannot be held to its limit of {SpendText.Format(Metric, Max)}: {reason}"
            : null;
    }

    private decimal UsedOf(TestSpend spend) =>
        spend.Get(Metric) + (Metric == Metric.Calls ? spend.InFlight : 0);

    /// <summary>Why the number is not known; null when it is. Counts of calls are always known, money and tokens are not.</summary>
    private string? Unknown(TestSpend spend)
    {
        if (Metric is Metric.Calls or Metric.Retries)
            return null;

        if (spend.InFlight > 0)
            return $"{SpendText.Format(Metric.Calls, spend.InFlight)} had not ended; await it and dispose its answer";

        if (Metric == Metric.FailedCalls)
            return null;

        if (spend.Unmeasured > 0)
            return $"{SpendText.Format(Metric.Calls, spend.Unmeasured)} brought no usage";

        return Metric == Metric.Cost && spend.Unpriced > 0
            ? $"{SpendText.Format(Metric.Calls, spend.Unpriced)} {(spend.Unpriced == 1 ? "has" : "have")} no price; add the model under \"prices\" in the budget file"
            : null;
    }
}
