using System.Runtime.CompilerServices;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace CiBudget.NUnit;

/// <summary>Holds tests to their <see cref="ClaudeBudgetAttribute"/>s.</summary>
internal static class TestLimits
{
    /// <summary>
    /// Failed, and not in the way that <c>[Retry]</c> repeats: sums of a test only grow, so another attempt would only spend more.
    /// </summary>
    private static readonly ResultState OverBudget = new(TestStatus.Failed, "Over budget");

    private static readonly ConditionalWeakTable<ITest, IReadOnlyList<TestLimit>> Limits = [];

    /// <summary>Fails a test whose attributes cannot be read, before it spends anything.</summary>
    /// <exception cref="NotJudgedException">They cannot be read.</exception>
    public static void Before(ITest test)
    {
        if (TestSession.Session is not { Settings.Enabled: true })
            return;

        try
        {
            _ = Limits.GetValue(test, Read);
        }
        catch (FormatException fault)
        {
            throw new NotJudgedException(
                $"[ClaudeBudget] of this test cannot be read: {fault.Message}"
            );
        }
    }

    /// <summary>Fails a test that used more than it may, or that cannot be judged. A failure that is there already stays and comes first.</summary>
    public static void After(ITest test)
    {
        var result = TestExecutionContext.CurrentContext.CurrentResult;
        if (
            TestSession.Session is not { Settings.Enabled: true } session
            || !Limits.TryGetValue(test, out var limits)
            || result.ResultState.Label == OverBudget.Label
        )
            return;

        session.AwaitAbandonedAnswers();
        var spend = session.Accumulator.Get(TestAttribution.Get(test));
        var broken = limits
            .Select(limit => limit.Broken(spend))
            .OfType<string>()
            .Select(text => Describe(text, spend))
            .ToList();
        if (broken.Count == 0)
            return;

        Fail(result, OverBudget, string.Join('\n', broken));
    }

    /// <summary>
    /// Fails a test if no ledger could be written: the gate adds up ledgers and cannot see this process's calls. VSTest shows no
    /// assembly-level output, so each test fails instead.
    /// </summary>
    public static void AfterUntold()
    {
        if (!TestSession.EndsWithGate && TestSession.Session?.Untold() is { } untold)
            Fail(TestExecutionContext.CurrentContext.CurrentResult, ResultState.Error, untold);
    }

    /// <summary>Fails a test; a failure that is there already stays and comes first.</summary>
    public static void Fail(TestResult result, ResultState state, string text)
    {
        var own = result.Message;
        // Both are needed: [Repeat] makes its result from the assertions, everything else shows the message.
        result.RecordAssertion(new AssertionResult(AssertionStatus.Error, text, null));
        result.SetResult(
            state,
            string.IsNullOrEmpty(own) ? text : own + "\n" + text,
            result.StackTrace
        );
    }

    /// <summary>Fails the test that asks when nobody would hold it to its limits.</summary>
    /// <exception cref="NotJudgedException">Nobody would.</exception>
    public static void RequireMeter()
    {
        var session = TestSession.Session;
        if (session?.Settings.Enabled == false || session is { Fault: null })
            return;

        var reason = session is null
            ? "its assembly is not metered; reference the package CiBudget.NUnit or add [assembly: CiBudget.NUnit.ClaudeMetered]"
            : session.Fault;
        throw new NotJudgedException(
            $"{Codes.Unmeasured}: this test cannot be held to its [ClaudeBudget]: {reason}."
        );
    }

    private static string Describe(string broken, TestSpend spend) =>
        $"{Codes.TestOverBudget}: {spend.Test} {broken}. It used {spend}.";

    /// <summary>The nearest attribute that names a metric decides on it: test, fixture, set-up fixture, assembly.</summary>
    private static List<TestLimit> Read(ITest test)
    {
        var limits = new List<TestLimit>();
        for (var level = test; level is not null; level = level.Parent)
        {
            foreach (var limit in Attributes(level).SelectMany(attribute => attribute.Limits()))
            {
                if (!limits.Exists(nearer => nearer.Metric == limit.Metric))
                    limits.Add(limit);
            }
        }

        return limits;
    }

    private static ClaudeBudgetAttribute[] Attributes(ITest level) =>
        level is Test test ? test.GetCustomAttributes<ClaudeBudgetAttribute>(inherit: true) : [];
}
