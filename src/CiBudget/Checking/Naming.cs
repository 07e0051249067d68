using CiBudget.Budgets;
using CiBudget.Text;
using CiBudget.Tokens;

namespace CiBudget.Checking;

/// <summary>What reports call things.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Naming
{
    private const int MostNames = 3;

    /// <summary>Stands for calls outside any test.</summary>
    public const string Unattributed = "(unattributed)";

    /// <summary>Stands for a model that was never named.</summary>
    public const string UnknownModel = "(unknown model)";

    /// <summary>A test's name, or what stands for calls outside any test.</summary>
    public static string GetName(TestTotals row) => row.Test is null ? Unattributed : row.Test.Name;

    /// <summary>The namespace that all tests share, with its last dot; empty when there is none.</summary>
    public static string CommonPrefix(IReadOnlyList<TestTotals> rows)
    {
        string? prefix = null;
        foreach (var name in rows.Where(row => row.Test is not null).Select(row => row.Test!.Name))
            prefix = prefix is null ? Qualifier(name) : Shared(prefix, Qualifier(name));
        return prefix ?? "";
    }

    /// <summary>The name without the prefix that all share.</summary>
    public static string WithoutPrefix(TestTotals row, string prefix) =>
        row.Test is null ? Unattributed : row.Test.Name.Substring(prefix.Length);

    /// <summary>A model's id, or what stands for one that was never named.</summary>
    public static string GetName(ModelTotals row) => row.Model ?? UnknownModel;

    /// <summary>An enum's name as files write it: <c>overBudget</c>.</summary>
    public static string Camel<T>(T value)
        where T : struct, Enum => Texts.LowerFirst(value.ToString());

    /// <summary>The word for the run: capitals when somebody has to look.</summary>
    public static string Headline(Verdict verdict) => Describe(verdict).Headline;

    /// <summary>What that means, in one sentence.</summary>
    public static string Meaning(Verdict verdict) => Describe(verdict).Meaning;

    private static (string Headline, string Meaning) Describe(Verdict verdict) =>
        verdict.Outcome switch
        {
            Outcome.OverBudget => ("OVER BUDGET", "A limit of the budget file is broken."),
            Outcome.Outage => (
                "BILLING OUTAGE",
                "Billing failed on a live call: this run says nothing about the code."
            ),
            Outcome.Unmeasured => (
                "UNMEASURED",
                "Something could not be measured, so the total is not known."
            ),
            Outcome.NoCalls => ("NO CALLS", "The run made no Claude call."),
            _ when !verdict.Passed => ("RULE BROKEN", "A rule of the budget file is broken."),
            _ when verdict.Limits.Count == 0 => (
                "No limits set",
                $"There is nothing to compare with: add a limit to {BudgetFile.Name}."
            ),
            _ => ("Within budget", "Every limit holds for what was measured."),
        };

    /// <summary>What the verdict rests on, in one line: what was measured, since when, against which file, and what cannot be seen.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="path">How the budget file's path is shown.</param>
    public static string Measured(Verdict verdict, Func<string, string> path)
    {
        var evidence = verdict.Evidence;
        var text = $"Measured: {Amount.Counted(evidence.Calls, "call")} in {Processes(evidence)}";
        if (evidence.Gates > 0)
            text += $" of {Amount.Counted(evidence.Gates, "test project")}";
        if (evidence.Invocations > 1)
            text += $" and {Amount.Count(evidence.Invocations)} runs of `dotnet test`";
        if (evidence.Since is { } since)
            text += $", since {Amount.Minute(since)} UTC";
        text += verdict.Budget.Path is { } budget ? $", against {path(budget)}." : ".";
        if (evidence.GatesWithoutTests.Count > 0)
            text += $" No test ran in {Names(evidence.GatesWithoutTests)}.";
        return text + $" Not seen: {string.Join(", ", evidence.NotSeen)}.";
    }

    private static string Processes(Evidence evidence) =>
        evidence.Processes == 1 ? "1 process" : Amount.Count(evidence.Processes) + " processes";

    /// <summary>Names from outside, the first few of many.</summary>
    internal static string Names(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostNames).Select(name => SafeText.Line(name)))
        + (names.Count > MostNames ? $" and {Amount.Count(names.Count - MostNames)} more" : "");

    /// <summary>A limit in words: <c>each test, output tokens</c>.</summary>
    public static string GetName(Limit limit) => Scope(limit) + ", " + GetName(limit.Metric);

    /// <summary>A metric in words: <c>output tokens</c>.</summary>
    public static string GetName(Metric metric) =>
        metric switch
        {
            Metric.Cost => "cost",
            Metric.InputTokens => "input tokens",
            Metric.OutputTokens => "output tokens",
            Metric.CacheWriteTokens => "cache write tokens",
            Metric.CacheReadTokens => "cache read tokens",
            Metric.TotalTokens => "total tokens",
            Metric.Calls => "calls",
            Metric.FailedCalls => "failed calls",
            Metric.Retries => "retries",
            Metric.AttemptsPerPrompt => "attempts per prompt",
            Metric.RetryShare => "retry share",
            _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "is not a metric"),
        };

    /// <summary>Namespaces and class of a test, its arguments left aside, cut before the method's name.</summary>
    private static string Qualifier(string name)
    {
        var arguments = name.IndexOf('(');
        var dot = name.LastIndexOf('.', Math.Max(0, (arguments < 0 ? name.Length : arguments) - 1));
        return name.Substring(0, dot + 1);
    }

    private static string Shared(string one, string other)
    {
        var length = 0;
        for (var i = 0; i < Math.Min(one.Length, other.Length) && one[i] == other[i]; i++)
            if (one[i] == '.')
                length = i + 1;
        return one.Substring(0, length);
    }

    private static string Scope(Limit limit) =>
        limit.Scope switch
        {
            LimitScope.Run => "run",
            LimitScope.EachTest => "each test",
            LimitScope.Tests => "tests " + limit.Pattern,
            LimitScope.Model => "model " + limit.Pattern,
            LimitScope.Unattributed => "unattributed",
            LimitScope.Day => "24 hours of all runs",
            LimitScope.Month => "month of all runs",
            _ => throw new ArgumentOutOfRangeException(
                nameof(limit),
                limit.Scope,
                "is not a scope"
            ),
        };
}
