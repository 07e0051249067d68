using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using CiBudget.Replay;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace CiBudget.NUnit;

/// <summary>Which scenario plays for which test: one server in the process, one endpoint for each test.</summary>
internal static class ReplayRooms
{
    private static readonly Lazy<IReplayHost> Host = new(ReplayHosts.Start);

    // A room is never taken away from its test: a call that the test left running must not go live.
    private static readonly ConditionalWeakTable<ITest, ReplayRoom> Rooms = [];

    /// <summary>Begins a scenario for a test; another one of the same test, an outer one or an earlier repetition's, ends.</summary>
    public static void Open(ITest test, string scenario) =>
        Rooms.AddOrUpdate(test, RoomFor(scenario));

    public static bool IsOpen(ITest test) => Rooms.TryGetValue(test, out _);

    /// <summary>Throws what keeps the test's scenario from playing.</summary>
    public static void ThrowIfFaulty(ITest test)
    {
        if (Rooms.TryGetValue(test, out var room) && room.Fault is { } fault)
        {
            ExceptionDispatchInfo.Throw(fault);
        }
    }

    /// <summary>The room of the test that runs here, or of what is around it; null when none replays.</summary>
    public static ReplayRoom? Current()
    {
        var context = TestExecutionContext.CurrentContext;
        for (
            ITest? test = context is TestExecutionContext.AdhocContext ? null : context.CurrentTest;
            test is not null;
            test = test.Parent
        )
        {
            if (Rooms.TryGetValue(test, out var room))
            {
                return room;
            }
        }

        return null;
    }

    private static ReplayRoom RoomFor(string scenario)
    {
        if (Harness.Session is null or { Fault: not null } or { Settings.Enabled: false })
        {
            return new(
                null,
                new InvalidOperationException(
                    $"[Replay(\"{scenario}\")] needs metering, and it is off in this process: "
                        + (
                            Harness.Session?.Fault
                            ?? "CiBudgetEnabled or CIBUDGET_ENABLED is false, or the package CiBudget.NUnit is missing (reference it, or add [assembly: CiBudget.NUnit.ClaudeMetered])."
                        )
                        + " Without it the calls of this test would reach the real Claude."
                )
            );
        }

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
