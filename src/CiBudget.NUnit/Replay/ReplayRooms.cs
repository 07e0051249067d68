using System.Runtime.CompilerServices;
using CiBudget.Replay;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace CiBudget.NUnit;

/// <summary>Which scenario plays for which test: one server in the process, one endpoint for each test.</summary>
internal static class ReplayRooms
{
    private static readonly Lazy<IReplayHost> Server = new(ReplayHosts.Start);

    // An endpoint is never taken away from its test: a call that the test left running must not go live.
    private static readonly ConditionalWeakTable<ITest, ReplayEndpoint> Endpoints = [];

    /// <summary>Begins a scenario for a test; another one of the same test, an outer one or an earlier repetition's, ends.</summary>
    /// <exception cref="ScenarioException">There is no such scenario, or its file is not valid.</exception>
    public static void Open(ITest test, string scenario)
    {
        if (Harness.Session is null or { Fault: not null } or { Settings.Enabled: false })
        {
            throw new InvalidOperationException(
                $"[Replay(\"{scenario}\")] needs metering, and it is off in this process: "
                    + (
                        Harness.Session?.Fault
                        ?? "reference the package CiBudget.NUnit, or add [assembly: CiBudget.NUnit.ClaudeMetered]."
                    )
                    + " Without it the calls of this test would reach the real Claude."
            );
        }

        var path = scenario.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? Path.GetFullPath(scenario, AppContext.BaseDirectory)
            : scenario;
        Endpoints.AddOrUpdate(test, Server.Value.Add(Scenario.Find(path)));
    }

    /// <summary>The endpoint of the test that runs here, or of what is around it; null when none replays.</summary>
    public static ReplayEndpoint? Current()
    {
        var context = TestExecutionContext.CurrentContext;
        for (
            ITest? test = context is TestExecutionContext.AdhocContext ? null : context.CurrentTest;
            test is not null;
            test = test.Parent
        )
        {
            if (Endpoints.TryGetValue(test, out var endpoint))
            {
                return endpoint;
            }
        }

        return null;
    }
}
