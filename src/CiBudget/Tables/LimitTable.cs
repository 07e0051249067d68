using CiBudget.Budgets;
using CiBudget.Checking;
using CiBudget.Text;
using CiBudget.Tokens;

namespace CiBudget.Tables;

/// <summary>How much of each limit was used.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LimitTable
{
    /// <summary>The limits, in the budget file's order.</summary>
    public static Table Create(Verdict verdict) =>
        Table.Create(
            "Limits",
            verdict.Limits,
            [
                new("Limit", use => new(Naming.GetName(use.Limit))),
                new("Used", use => new(Used(use), State(use).Tone), Figure: true),
                new("Limit", use => new(Max(use)), Figure: true),
                new("Share", use => new(Share(use), State(use).Tone), Figure: true, Obvious: true),
                new(
                    "State",
                    use => new(State(use).Text, State(use).Tone, use.Share ?? 1),
                    Obvious: true,
                    Bars: true,
                    Needs: Room.Terminal
                ),
                new(
                    "Test",
                    use => new(use.Subject ?? "", Tone.Dim),
                    Obvious: true,
                    Needs: Room.Terminal
                ),
            ],
            kept: 5
        );

    /// <summary>The limits that were broken and say so.</summary>
    public static IReadOnlyList<LimitUse> Broken(Verdict verdict) =>
        [.. verdict.Limits.Where(use => use.Over && use.Limit.Severity != Severity.Off)];

    /// <summary>What there is to say of a broken limit: labels, empty for more of the same, and texts.</summary>
    /// <param name="use">The limit.</param>
    /// <param name="budgetFile">The budget file as it is shown; null when there is none.</param>
    public static IEnumerable<(string Label, string Text)> Details(LimitUse use, string? budgetFile)
    {
        var (metric, max) = (use.Limit.Metric, use.Limit.Max);
        var share = use.Share is null ? "" : $" ({Share(use)})";
        yield return ("limit", Max(use));
        yield return ("used", Used(use) + share);
        yield return ("over by", OverBy(use));
        if (use.Broken > 1)
            yield return ("tests", Amount.Count(use.Broken) + " are over");
        var label = "top";
        foreach (var spender in use.TopSpenders)
        {
            yield return (
                label,
                MetricAmount.Format(metric, spender.Used, max) + "  " + spender.Name
            );
            label = "";
        }
        if (budgetFile is not null)
            yield return ("edit", use.Limit.Position.In(budgetFile));
    }

    /// <summary>The limit itself.</summary>
    public static string Max(LimitUse use) =>
        MetricAmount.FormatExactly(use.Limit.Metric, use.Limit.Max);

    /// <summary>What was used of it.</summary>
    public static string Used(LimitUse use) =>
        (use.LowerBound ? "≥ " : "")
        + MetricAmount.Format(use.Limit.Metric, use.Used, use.Limit.Max);

    /// <summary>What was used and is not allowed.</summary>
    public static string OverBy(LimitUse use) =>
        MetricAmount.FormatExactly(use.Limit.Metric, use.Used - use.Limit.Max);

    private static string Share(LimitUse use) =>
        use.Share is { } share ? Amount.Percent(share) : "";

    private static (string Text, Tone Tone) State(LimitUse use) =>
        use.Limit.Severity == Severity.Off ? ("off", Tone.Dim)
        : use.Over
            ? (use.Limit.Severity == Severity.Error ? ("OVER", Tone.Bad) : ("over", Tone.Warn))
        : use.Limit.WarnAt is { } warnAt && use.Share >= warnAt ? ("near", Tone.Warn)
        : ("ok", Tone.Good);
}
