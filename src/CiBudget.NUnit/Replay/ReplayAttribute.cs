using CiBudget.Replay;
using NUnit.Framework;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace CiBudget.NUnit;

/// <summary>
/// Every Claude call that the test makes, from whatever client, goes to a scenario and not to Claude:
/// <c>[Replay("payment-required")]</c>, <c>[Replay(BillingScenario.PaymentRequired)]</c>, <c>[Replay("my.scenario.json")]</c>.
/// </summary>
/// <remarks>
/// Each test, each case and each repetition begins the scenario anew and has calls of its own, so parallel tests do not meet. On a
/// fixture or an assembly it holds for every test inside that has none of its own, and for the one-time set-up by itself. Calls that
/// a test left running go on to its scenario after it has ended.
/// </remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Assembly)]
public sealed class ReplayAttribute : NUnitAttribute, ITestAction, IApplyToContext
{
    /// <summary>Replays a scenario.</summary>
    /// <param name="scenario">
    /// A name of the catalogue (<c>succeed-2-then-402</c>, <c>success?outputTokens=300</c>), or the path of a file, from the test
    /// assembly's folder, when it ends in <c>.json</c>.
    /// </param>
    public ReplayAttribute(string scenario) => Scenario = scenario;

    /// <summary>The scenario's name or path.</summary>
    public string Scenario { get; }

    /// <summary>
    /// True lets the test meet the real Claude when a live run is asked for: <c>CIBUDGET_LIVE=1</c> and a key in
    /// <c>ANTHROPIC_API_KEY</c>.
    /// </summary>
    public bool LiveWhenAsked { get; set; }

    /// <summary>
    /// True when it is right that the scenario gets no call. Else a test that makes none fails, since it proves nothing; of a fixture
    /// or an assembly it is told when none of its tests made one.
    /// </summary>
    public bool Unused { get; set; }

    /// <inheritdoc />
    public ActionTargets Targets => ActionTargets.Suite | ActionTargets.Test;

    /// <summary>Called by NUnit before a fixture's one-time set-up, which comes before <see cref="BeforeTest"/>.</summary>
    void IApplyToContext.ApplyToContext(TestExecutionContext context)
    {
        if (context.CurrentTest.IsSuite && Replays)
        {
            ReplaySessions.Open(context.CurrentTest, Scenario);
            // A process that sees no calls keeps none in: the one-time set-up must not come to its first.
            if (TestSession.Session is not { Settings.Enabled: true, ReasonDisabled: null })
                ReplaySessions.ThrowIfFaulty(context.CurrentTest);
        }
    }

    /// <inheritdoc />
    /// <exception cref="ScenarioException">There is no such scenario, or its file is not valid.</exception>
    public void BeforeTest(ITest test)
    {
        ArgumentNullException.ThrowIfNull(test);
        if (!Replays)
            return;

        if (!(test.IsSuite && ReplaySessions.IsOpen(test)))
            ReplaySessions.Open(test, Scenario);

        ReplaySessions.ThrowIfFaulty(test);
        ReplaySessions.Began(test);
    }

    /// <inheritdoc />
    public void AfterTest(ITest test)
    {
        ArgumentNullException.ThrowIfNull(test);
        if (!Replays)
            return;

        ReplaySessions.Ended(test);
        if (!Unused)
            UnusedReplays.After(test, Scenario);
    }

    private bool Replays => !(LiveWhenAsked && SessionSettings.LiveRunAsked());
}
