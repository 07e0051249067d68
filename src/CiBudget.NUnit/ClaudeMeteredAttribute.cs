using NUnit.Framework;
using NUnit.Framework.Interfaces;

namespace CiBudget.NUnit;

/// <summary>
/// Meters the Claude calls of a test assembly. The package's targets put it on the assembly; where they do not reach, write
/// <c>[assembly: CiBudget.NUnit.ClaudeMetered]</c>.
/// </summary>
/// <remarks>
/// Metering starts when NUnit begins to run the assembly: before every set-up fixture, fixture constructor and one-time set-up, and
/// never while tests are only listed. What a <c>TestCaseSource</c> does while tests are looked for happens before that and is not metered.
/// The ledger is closed after the last one-time tear-down.
/// </remarks>
// Several are allowed: one from the targets and one by hand must not break the build, and the second changes nothing.
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class ClaudeMeteredAttribute : Attribute, ITestAction
{
    /// <summary>The assembly as a whole, and each test in it (for <see cref="ClaudeBudgetAttribute"/>).</summary>
    public ActionTargets Targets => ActionTargets.Suite | ActionTargets.Test;

    /// <inheritdoc />
    public void BeforeTest(ITest test)
    {
        ArgumentNullException.ThrowIfNull(test);
        if (test.IsSuite)
        {
            TestSession.Begin(test);
            ThrowIfClosed();
        }
        else
        {
            ThrowIfClosed();
            RunningTest.Name(test);
            TestLimits.Before(test);
        }
    }

    /// <inheritdoc />
    public void AfterTest(ITest test)
    {
        ArgumentNullException.ThrowIfNull(test);
        if (test.IsSuite)
            TestSession.End();
        else
        {
            TestLimits.After(test);
            TestLimits.AfterUntold();
            if (TestSession.Session is { Budget.InconclusiveOnOutage: true } session)
                session.Outage.After(test);
        }
    }

    /// <summary>Where NUnit lets this pass for the assembly, no fixture is made and no one-time set-up is run.</summary>
    private static void ThrowIfClosed()
    {
        if (TestSession.Session?.WhyClosed() is { } reason)
            throw new InvalidOperationException(reason);
    }
}
