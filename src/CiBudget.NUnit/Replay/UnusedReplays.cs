using System.Runtime.CompilerServices;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace CiBudget.NUnit;

/// <summary>Tells of scenarios that got no call: their tests are green whatever the code does.</summary>
internal static class UnusedReplays
{
    private static readonly ConditionalWeakTable<ITest, StrongBox<bool>> UsedBelow = [];

    /// <summary>Looks at what a test or suite that has just ended did with its scenario.</summary>
    public static void After(ITest test, string scenario)
    {
        var used = ReplaySessions.Get(test)?.Endpoint is { Calls.Total: > 0 };
        if (test.IsSuite)
            AfterSuite(test, scenario, used);
        else if (OwnOf(test) is { Length: > 0 } own)
        {
            if (!own.Any(attribute => attribute.Unused))
                AfterTest(own[0].Scenario, used);
        }
        else
        {
            // The scenario of a fixture or an assembly: which of them, their own ends tell.
            for (var suite = test.Parent; suite is not null; suite = suite.Parent)
            {
                var box = UsedBelow.GetOrCreateValue(suite);
                box.Value |= used;
            }
        }
    }

    private static void AfterTest(string scenario, bool used)
    {
        var result = TestExecutionContext.CurrentContext.CurrentResult;
        // A test that failed, or found that it cannot say anything, has said so.
        if (!used && result.ResultState.Status is TestStatus.Passed or TestStatus.Warning)
            TestLimits.Fail(
                result,
                ResultState.Failure,
                $"{Codes.UnusedReplay}: [Replay(\"{scenario}\")] played for no call: this test does not reach Claude, so it proves nothing about it. "
                    + "Take the attribute away, see why the code under test makes no call, or say Unused = true."
            );
    }

    private static void AfterSuite(ITest suite, string scenario, bool used)
    {
        // Where no test ran that has no scenario of its own, there is nothing to judge.
        if (UsedBelow.TryGetValue(suite, out var below) && !below.Value && !used)
            TestSession.Session?.TellUnused(suite, scenario);
    }

    private static ReplayAttribute[] OwnOf(ITest test) =>
        test.Method?.GetCustomAttributes<ReplayAttribute>(inherit: true) ?? [];
}
