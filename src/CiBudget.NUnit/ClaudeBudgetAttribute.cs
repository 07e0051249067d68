using CiBudget.Tokens;
using NUnit.Framework;
using NUnit.Framework.Interfaces;

namespace CiBudget.NUnit;

/// <summary>
/// The most that one test may use: it fails with <c>CIB026</c> when it used more, or when what it used cannot be told (no price, no
/// usage, a call still under way). On a fixture, set-up fixture or assembly it holds for <i>each</i> test inside, not for their sum;
/// the nearest attribute that names a metric decides on that metric.
/// </summary>
/// <remarks>
/// Everything between set-up and tear-down counts, and all attempts of <c>[Retry]</c> and <c>[Repeat]</c> together. A test over budget is not retried.
/// One-time set-ups belong to the fixture and count for none of its tests. Replayed calls count if the budget file says so.
/// </remarks>
/// <example><code>[Test, ClaudeBudget(Cost = "$0.02", OutputTokens = "1k")]</code></example>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Assembly)]
public sealed class ClaudeBudgetAttribute : Attribute, ITestAction
{
    /// <summary>US dollars: <c>"$0.02"</c>.</summary>
    public string? Cost { get; set; }

    /// <summary>Uncached prompt tokens: <c>"200k"</c>, <c>"1200"</c>.</summary>
    public string? InputTokens { get; set; }

    /// <summary>Output tokens, thinking included.</summary>
    public string? OutputTokens { get; set; }

    /// <summary>Cache writes of both lifetimes, in tokens.</summary>
    public string? CacheWriteTokens { get; set; }

    /// <summary>Cache reads, in tokens.</summary>
    public string? CacheReadTokens { get; set; }

    /// <summary>Prompt and output together, in tokens.</summary>
    public string? TotalTokens { get; set; }

    /// <summary>HTTP attempts, retries and failures included; as many as there are when it is not set.</summary>
    public long Calls { get; set; } = long.MaxValue;

    /// <summary>Calls that got no 2xx answer or broke on the way; as many as there are when it is not set.</summary>
    public long FailedCalls { get; set; } = long.MaxValue;

    /// <summary>Calls that repeat an earlier attempt; as many as there are when it is not set.</summary>
    public long Retries { get; set; } = long.MaxValue;

    /// <summary>Each test.</summary>
    public ActionTargets Targets => ActionTargets.Test;

    /// <summary>Fails the test before it spends anything when nobody meters it.</summary>
    public void BeforeTest(ITest test)
    {
        ArgumentNullException.ThrowIfNull(test);
        TestLimits.RequireMeter();
    }

    /// <summary>Nothing: <see cref="ClaudeMeteredAttribute"/> judges the test once its tear-down is done, which is later than this.</summary>
    public void AfterTest(ITest test) { }

    /// <exception cref="FormatException">A value cannot be read.</exception>
    internal IEnumerable<TestLimit> Limits()
    {
        (Metric Metric, string? Text)[] values =
        [
            (Metric.Cost, Cost),
            (Metric.InputTokens, InputTokens),
            (Metric.OutputTokens, OutputTokens),
            (Metric.CacheWriteTokens, CacheWriteTokens),
            (Metric.CacheReadTokens, CacheReadTokens),
            (Metric.TotalTokens, TotalTokens),
            (Metric.Calls, Count(Calls)),
            (Metric.FailedCalls, Count(FailedCalls)),
            (Metric.Retries, Count(Retries)),
        ];
        foreach (var (metric, text) in values)
        {
            if (text is not null)
                yield return TestLimit.Parse(metric, text);
        }
    }

    private static string? Count(long value) =>
        value == long.MaxValue
            ? null
            : value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
