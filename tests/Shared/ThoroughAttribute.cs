using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace CiBudget.Tests.Shared;

/// <summary>A test that is skipped unless tests are thorough, since another proves nearly the same for less.</summary>
/// <param name="other">What the other one is.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ThoroughAttribute(string other) : NUnitAttribute, IApplyToTest
{
    public void ApplyToTest(Test test)
    {
        if (TestEffort.IsThorough || test.RunState != RunState.Runnable)
            return;
        test.RunState = RunState.Ignored;
        test.Properties.Set(
            PropertyNames.SkipReason,
            $"CIBUDGET_TESTS=thorough runs it; by default there is {other}."
        );
    }
}
