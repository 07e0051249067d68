using CiBudget.Budgets;

namespace CiBudget.NUnit;

/// <summary>What Claude calls have used so far: <c>Assert.That(Claude.Usage, Within.Budget("$0.01"))</c>.</summary>
public static class Claude
{
    /// <summary>What the running test has used so far; inside a one-time set-up or tear-down, what the fixture has.</summary>
    /// <exception cref="InvalidOperationException">Nothing is metered here, or no test is running here: zero would be a guess.</exception>
    public static TestSpend Usage
    {
        get
        {
            var session = MeteringSession();
            if (!session.Settings.Enabled)
                return new TestSpend { Metered = false };

            var test =
                TestAttribution.Current()
                ?? throw new InvalidOperationException(
                    "No test is running here: the code was started without the context of a test."
                );
            return session.Accumulator.Get(test);
        }
    }

    /// <summary>US dollars that the running test has used so far.</summary>
    /// <exception cref="InvalidOperationException">As for <see cref="Usage"/>.</exception>
    public static decimal Cost => Usage.Cost;

    /// <summary>HTTP attempts of the running test so far, retries and failures included.</summary>
    /// <exception cref="InvalidOperationException">As for <see cref="Usage"/>.</exception>
    public static long Calls => Usage.Calls;

    /// <summary>What this test process has used so far. Other processes of the run are not in it: the gate sums those.</summary>
    /// <exception cref="InvalidOperationException">Nothing is metered here.</exception>
    public static TestSpend Run
    {
        get
        {
            var session = MeteringSession();
            return session.Settings.Enabled
                ? session.Accumulator.Run()
                : new TestSpend { Metered = false };
        }
    }

    /// <summary>The budget file, read; <see cref="Budget.Empty"/> when there is none or it is not valid (the gate reports that).</summary>
    /// <exception cref="InvalidOperationException">Nothing is metered here.</exception>
    public static Budget Budget => MeteringSession().Budget;

    private static MeteringSession MeteringSession() =>
        TestSession.Session switch
        {
            null => throw new InvalidOperationException(
                "Claude calls are not metered here. Reference the package CiBudget.NUnit, or add [assembly: CiBudget.NUnit.ClaudeMetered]."
            ),
            { Fault: { } fault } => throw new InvalidOperationException(
                $"Claude calls are not metered: {fault}"
            ),
            var session => session,
        };
}
