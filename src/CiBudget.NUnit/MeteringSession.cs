using System.Reflection;
using System.Runtime.Versioning;
using CiBudget.Budgets;
using CiBudget.Ledger;
using CiBudget.Pricing;
using CiBudget.Replay;
using NUnit.Framework.Interfaces;

namespace CiBudget.NUnit;

/// <summary>What this process meters with. Nothing here throws at tests: what is wrong is kept for those who must know.</summary>
internal sealed class MeteringSession
{
    private readonly ClaudeMeter? _meter;
    private bool _leftLedger;
    private (LimitPolicy Limits, string Process)? _acrossRuns;
    private LimitPolicy? _limits;

    private MeteringSession(
        SessionSettings settings,
        Budget budget,
        BudgetFileException? budgetFault,
        Assembly? assembly
    )
    {
        Settings = settings;
        Budget = budget;
        BudgetFault = budgetFault;
        Prices = PriceSheet.Embedded.With(budget);
        Accumulator = new UsageAccumulator(budget.Replayed);
        if (settings.Enabled)
            (_meter, Fault) = StartMeter(assembly);
    }

    public SessionSettings Settings { get; }

    /// <summary>The budget; <see cref="Budget.Empty"/> when there is no file or it is not valid.</summary>
    public Budget Budget { get; }

    /// <summary>What is wrong with the budget file; the gate reports it.</summary>
    public BudgetFileException? BudgetFault { get; }

    /// <summary>The sheet with the budget file's prices on top.</summary>
    public PriceSheet Prices { get; }

    /// <summary>This process's id in its ledger, as far as the ledger's file has no number more.</summary>
    public string ProcessId { get; private set; } = "";

    /// <summary>What each test has used so far.</summary>
    public UsageAccumulator Accumulator { get; }

    /// <summary>Tests that a billing outage kept from their calls.</summary>
    public OutageTests Outage { get; } = new();

    /// <summary>Why calls are not metered although they should be; null when all is well.</summary>
    public string? Fault { get; }

    /// <summary>Why this process does not see every call that it makes, so that it can keep none in; null when it sees.</summary>
    public string? ReasonDisabled =>
        Fault ?? (Settings.Enabled ? DiagnosticsAvailability.GetReasonDisabled() : null);

    /// <summary>
    /// Why no test may run: calls are to be kept in, and this process cannot. Known before the first of them; null when all is well.
    /// </summary>
    public string? WhyClosed()
    {
        var blind = Settings.Enabled
            ? ReasonDisabled
            : "CIBUDGET_ENABLED is false, so that nothing is metered";
        return blind is not null && Promise() is { } promise
            ? $"{Codes.CannotKeepIn}: {promise}, and this process cannot keep them in: {blind.TrimEnd('.')}. No test is run, so that no call leaves."
            : null;
    }

    /// <summary>Leaves word for the check that the scenario of a fixture or an assembly got no call.</summary>
    public void TellUnused(ITest suite, string scenario) =>
        _meter?.Tell(
            new LedgerEntry
            {
                Code = Codes.UnusedReplay,
                Scenario = scenario,
                Test = TestAttribution.Get(suite),
            }
        );

    private string? Promise() =>
        SessionPolicies.WhyOffline(this) is { } offline
            ? $"live calls are to be kept in ({offline})"
        : LimitCounters.AreNeededFor(Budget) ? "calls are to be held to limits (\"enforce\")"
        : null;

    public static MeteringSession Start(SessionSettings settings, Assembly? assembly)
    {
        try
        {
            var budget = settings is { Enabled: true, BudgetFile: { } path }
                ? BudgetFile.Load(path)
                : Budget.Empty;
            return new MeteringSession(
                settings,
                AcrossMachines.WithRedis(budget, settings),
                null,
                assembly
            );
        }
        catch (BudgetFileException fault)
        {
            return new MeteringSession(settings, Budget.Empty, fault, assembly);
        }
    }

    /// <summary>Waits for the usage of answers that the product did not read to their end.</summary>
    public void AwaitAbandonedAnswers() => _meter?.AwaitAbandonedAnswers();

    /// <summary>
    /// Ends the limits that are enforced: no live call leaves after it. A Redis client has threads that would keep a program from ending.
    /// </summary>
    public void EndLimits() => _limits?.Dispose();

    /// <summary>Writes the ledger's closing line as things stand, and what is known of limits over all runs.</summary>
    public void Checkpoint()
    {
        _meter?.Checkpoint();
        if (_acrossRuns is var (limits, process))
            limits.RecordAcrossRuns(Settings.RunDirectory, process);
    }

    /// <summary>
    /// What a gate cannot know, because this process could leave no ledger and other processes' ledgers look like the whole run;
    /// null when there is nothing to tell.
    /// </summary>
    public string? Untold()
    {
        if (AcrossMachines.MissingPackage(Budget, Settings) is { } missing)
            return $"{Codes.SharedPackageMissing}: {AcrossMachines.Place(Budget).In(Budget.Path ?? "CIBUDGET_REDIS")}: {missing}";

        if (Fault is not null)
            return _leftLedger ? null : $"{Codes.Unmeasured}: this process is not metered: {Fault}";

        var run = Accumulator.Run();
        var calls = run.Calls + run.InFlight + (_meter?.Unmetered ?? 0);
        return calls == 0 || _meter is not { LedgerPath: null }
            ? null
            : FormattableString.Invariant(
                $"{Codes.LedgerNotWritten}: {calls} of this process's Claude calls are in no ledger: see to the access rights of {Settings.RunDirectory}."
            );
    }

    private (ClaudeMeter? Meter, string? Fault) StartMeter(Assembly? assembly)
    {
        var process = Describe(Settings, assembly);
        ProcessId = process.Id;
        try
        {
            foreach (var host in Budget.ReplayHosts)
                ReplayHosts.Declare(host);

            var policies = SessionPolicies.For(this);
            _limits = policies.OfType<LimitPolicy>().SingleOrDefault();
            if (Budget.Shared is { EnforcedAcrossRuns.Count: > 0 } && _limits is not null)
                _acrossRuns = (_limits, process.Id);

            var meter = ClaudeMeter.Start(
                new MeterOptions
                {
                    RunDirectory = Settings.RunDirectory,
                    Process = process,
                    Hosts = Budget.Hosts,
                    Environment = Environment.GetEnvironmentVariable,
                    CurrentTest = TestAttribution.Current,
                    IsReplayHost = ReplayServer.IsListening,
                    ReplayHostName = ReplayHosts.NameOf,
                    Policies = policies,
                    RefuseUnseen = SessionPolicies.RefuseUnseen(this),
                    Observers = [Accumulator],
                    OnRecorded = Accumulator.Observe,
                    Prices = Prices,
                }
            );
            ServedTests.Watch();
            return (meter, null);
        }
#pragma warning disable CA1031 // Whatever keeps the meter from starting must not fail tests: it makes the run unmeasured.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Console.Error.WriteLine(
                $"CiBudget: the Claude calls of this process are not metered: {fault.Message}"
            );
            LeaveBlindLedger(process with { Blind = fault.Message });
            ClaudeMeter.RefuseAll(
                new MeterOptions
                {
                    Hosts = Budget.Hosts,
                    IsReplayHost = ReplayServer.IsListening,
                    Policies = [NoLiveCallsPolicy.Unmetered(fault.Message)],
                }
            );
            return (null, fault.Message);
        }
    }

    /// <summary>Without it the gate would take the ledgers of other processes for the whole run.</summary>
    private void LeaveBlindLedger(LedgerProcess process)
    {
        using var ledger = new LedgerWriter(Settings.RunDirectory, process);
        _leftLedger = ledger.Path is not null;
    }

    private static LedgerProcess Describe(SessionSettings settings, Assembly? assembly)
    {
        // Not AppContext's: under VSTest that is the host's, whatever the tests were built for.
        var framework = ShortFramework(
            assembly?.GetCustomAttribute<TargetFrameworkAttribute>()?.FrameworkName
        );
        var process = new LedgerProcess
        {
            Run = settings.Run,
            RunIdentity = RunIdentity.TryEnsure(
                settings.RunDirectory,
                settings.Run,
                DateTimeOffset.UtcNow
            ),
            Gate = settings.Gate ?? TestSession.Gate,
            Shard = settings.Shard,
            Shards = settings.Shards,
            ProcessId = Environment.ProcessId,
            Assembly = assembly?.GetName().Name ?? settings.Project,
            Framework = framework,
            Started = DateTimeOffset.UtcNow,
        };
        return process with { Id = LedgerProcess.NewId(process) };
    }

    /// <summary><c>.NETCoreApp,Version=v10.0</c> is <c>net10.0</c>.</summary>
    private static string? ShortFramework(string? name) =>
        name?.Split(",Version=v") is [".NETCoreApp", var version] ? "net" + version : name;
}
