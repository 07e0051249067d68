using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using CiBudget.Replay;
using NUnit.Framework.Interfaces;

namespace CiBudget.NUnit;

/// <summary>Which scenario plays for which test: one server in the process, one endpoint for each test.</summary>
internal static class ReplaySessions
{
    private static readonly Lazy<IReplayHost> Host = new(ReplayHosts.Start);

    // A session is never taken away from its test: a call that the test left running must not go live.
    private static readonly ConditionalWeakTable<ITest, ReplaySession> Sessions = [];

    /// <summary>Begins a scenario for a test; another one of the same test, an outer one or an earlier repetition's, ends.</summary>
    public static void Open(ITest test, string scenario) =>
        Sessions.AddOrUpdate(test, Start(scenario));

    /// <summary>The session that a test or suite has of its own; null when it has none.</summary>
    public static ReplaySession? Get(ITest test) =>
        Sessions.TryGetValue(test, out var session) ? session : null;

    /// <summary>The tests and suites that run with a scenario now.</summary>
    private static readonly ConcurrentDictionary<ITest, int> Running = new();

    public static void Began(ITest test) => Running.AddOrUpdate(test, 1, (_, times) => times + 1);

    public static void Ended(ITest test)
    {
        if (Running.AddOrUpdate(test, 0, (_, times) => times - 1) <= 0)
            Running.TryRemove(test, out _);
    }

    /// <summary>
    /// The test with a scenario that a call may belong to, though it cannot be told: the call belongs to no test, or to a suite around
    /// that test, as the call of a worker does that a one-time set-up started. Null when there is no such test.
    /// </summary>
    public static ITest? Suspect()
    {
        if (Running.IsEmpty)
            return null;

        var caller = RunningTest.Current;
        return caller is { IsSuite: false }
            ? null
            : Running.Keys.FirstOrDefault(test =>
                caller is null || (test != caller && IsInside(test, caller))
            );
    }

    private static bool IsInside(ITest test, ITest suite)
    {
        for (var outer = test.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer == suite)
                return true;
        }

        return false;
    }

    public static bool IsOpen(ITest test) => Sessions.TryGetValue(test, out _);

    /// <summary>Throws what keeps the test's scenario from playing.</summary>
    public static void ThrowIfFaulty(ITest test)
    {
        if (Sessions.TryGetValue(test, out var session) && session.Fault is { } fault)
            ExceptionDispatchInfo.Throw(fault);
    }

    /// <summary>The session of the test that runs here, or of what is around it; null when none replays.</summary>
    public static ReplaySession? Current()
    {
        for (var test = RunningTest.Current; test is not null; test = test.Parent)
        {
            if (Sessions.TryGetValue(test, out var session))
                return session;
        }

        return null;
    }

    private static ReplaySession Start(string scenario)
    {
        if (
            TestSession.Session is not { Settings.Enabled: true } session
            || session.ReasonDisabled is not null
        )
            return new(
                null,
                new InvalidOperationException(
                    $"{Codes.CannotKeepIn}: [Replay(\"{scenario}\")] needs metering, and it is off in this process: "
                        + (
                            TestSession.Session?.ReasonDisabled
                            ?? "CiBudgetEnabled or CIBUDGET_ENABLED is false, or the package CiBudget.NUnit is missing (reference it, or add [assembly: CiBudget.NUnit.ClaudeMetered])."
                        )
                        + " Without it the calls of this test would reach the real Claude."
                )
            );

        var path = scenario.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? Path.GetFullPath(scenario, AppContext.BaseDirectory)
            : scenario;
        try
        {
            return new(Host.Value.Add(Scenario.Find(path)), null);
        }
        catch (ScenarioException fault)
        {
            return new(null, fault);
        }
    }
}
