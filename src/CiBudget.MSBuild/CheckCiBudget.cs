using CiBudget.Budgets;
using CiBudget.Checking;
using CiBudget.Hosting;
using CiBudget.Ledger;
using CiBudget.Pricing;
using CiBudget.Tokens;
using Microsoft.Build.Framework;
using Task = Microsoft.Build.Utilities.Task;

namespace CiBudget.MSBuild;

/// <summary>
/// Compares the whole run with the budget. Every project runs this task after its tests. The last one reports everything; earlier
/// ones report only errors that later calls cannot undo, so nothing is lost if the last never runs. All paths are full paths.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class CheckCiBudget : Task
{
    /// <summary>The project, where a diagnostic that names no file is shown.</summary>
    [Required]
    public string ProjectPath { get; set; } = "";

    /// <summary>The run's folder; empty for the one of <see cref="Run"/>.</summary>
    public string RunDirectory { get; set; } = "";

    /// <summary>The run's name; empty for the latest one in <see cref="Directory"/>.</summary>
    public string Run { get; set; } = "";

    /// <summary>The folder that holds one folder for each run.</summary>
    [Required]
    public string Directory { get; set; } = "";

    /// <summary>The budget file; empty when the project has none.</summary>
    public string BudgetFile { get; set; } = "";

    /// <summary>Names this <c>dotnet test</c>.</summary>
    public string Invocation { get; set; } = "";

    /// <summary>The gate whose tests ended; empty to check a run that is over.</summary>
    public string Gate { get; set; } = "";

    /// <summary>True when the tests did not run because the project did not build: its missing calls are then no verdict.</summary>
    public bool BuildFailed { get; set; }

    /// <summary>True when the other shards of the run are elsewhere, so that missing ones are no verdict.</summary>
    public bool OneShard { get; set; }

    /// <summary><c>error</c>, <c>warn</c> or <c>off</c> for a run without calls; empty for the budget file's word.</summary>
    public string NoCalls { get; set; } = "";

    /// <summary><c>on</c> (default): the table is shown once, when there is something to show; <c>always</c>: by every gate; <c>off</c>.</summary>
    public string Report { get; set; } = "";

    /// <summary>Columns of the report; empty, or no number, asks the terminal.</summary>
    public string Width { get; set; } = "";

    /// <summary>The target framework that the tests ran on.</summary>
    public string TargetFramework { get; set; } = "";

    /// <summary>The test assembly.</summary>
    public string Assembly { get; set; } = "";

    /// <summary>True when the project has the package that meters its tests.</summary>
    public bool Metered { get; set; }

    /// <summary>True when the test run ended with an error.</summary>
    public bool TestsFailed { get; set; }

    /// <summary>The identity that the run's folder had before the tests; empty when that is not known.</summary>
    public string RunIdentity { get; set; } = "";

    /// <summary>How old the latest run may be where none is named, such as <c>6h</c>; empty for the default, <c>off</c> for any age.</summary>
    public string MaxAge { get; set; } = "";

    /// <summary>True when colours are unwelcome even on a terminal.</summary>
    public bool NoColor { get; set; }

    /// <summary>False for a project that cannot have spent anything: another one says what is wrong.</summary>
    private bool _spent = true;

    /// <inheritdoc />
    public override bool Execute()
    {
        var run =
            RunDirectory.Length > 0 ? RunDirectory
            : Run.Length > 0 ? Runs.FolderOf(Directory, Run)
            : Runs.Latest(Directory);
        if (run is null || !System.IO.Directory.Exists(run))
            return RunIdentity.Length > 0
                ? FailReplaced(run!)
                : Fail(
                    Codes.NoLedger,
                    $"there is no run to check in {run ?? Directory}: run `dotnet test` first."
                );

        return BuildDiagnostics.Run(Log, ProjectPath, () => run, () => Judge(run));
    }

    private void Judge(string run)
    {
        var noCalls = HostSettings.NoCalls("the property CiBudgetNoCalls", NoCalls);
        if (
            RunIdentity.Length > 0
            && CiBudget.Ledger.RunIdentity.Read(run)?.Identity != RunIdentity
        )
        {
            FailReplaced(run);
            return;
        }
        var coordinator = Gate.Length > 0 ? new RunCoordinator(run, Invocation) : null;
        var speaksForTheRun =
            coordinator is null
            || (
                coordinator.Finish(Expectation(), OutcomeIn(run, coordinator))
                && coordinator.ClaimReport()
            );
        var verdict = Check(run, speaksForTheRun, noCalls);
        if (BudgetFile.Length > 0 && coordinator?.SeesSameBudget(BudgetFile) == false)
            throw new BudgetFileException(
                Codes.BudgetFileInvalid,
                BudgetFile,
                Position.None,
                "the file was changed while the tests ran, so there is no verdict: run them again, and let no test write it"
            );
        if (ShowsReport(verdict, speaksForTheRun))
            ReportMessage.Log(BuildEngine, verdict, HostSettings.Width(Width), NoColor);
        foreach (var diagnostic in verdict.Diagnostics)
            if (speaksForTheRun || (_spent && IsFinal(diagnostic, verdict)))
                Say(diagnostic, coordinator, speaksForTheRun);
    }

    private GateExpectation Expectation() =>
        new()
        {
            Gate = Gate,
            Project = ProjectPath,
            Framework = TargetFramework,
            Assembly = Assembly,
            Runner = "vstest",
            Metered = Metered,
            BudgetFile = BudgetFile,
        };

    private GateOutcome OutcomeIn(string run, RunCoordinator coordinator)
    {
        var counts = TestCounts.Read(coordinator.CountsOf(Gate));
        var ledgers = LedgerReader
            .Find([run])
            .Select(path => (Path: path, Process: LedgerReader.ProcessOf(path)))
            .Where(ledger => ledger.Process is not null)
            .ToList();
        _spent = ledgers.Exists(ledger =>
            (ledger.Process!.Gate ?? Gate) == Gate && LedgerReader.Read(ledger.Path).Any()
        );
        return new()
        {
            BuildFailed = BuildFailed,
            Failed = TestsFailed && !BuildFailed,
            Aborted = counts?.Aborted ?? false,
            Executed = counts?.Executed,
            FailedTests = counts?.Failed,
            HasAttribute = MeteredAssembly.HasAttribute(Assembly),
            Ledgers = ledgers.ConvertAll(ledger => ledger.Process!.Id),
        };
    }

    private bool FailReplaced(string run) =>
        Fail(
            Codes.LedgerNotWritten,
            $"the run's folder {run} was deleted or replaced while the tests ran: what they spent is not known. Let nothing delete it meanwhile, and run them again."
        );

    private Verdict Check(string run, bool runEnded, Severity? noCalls)
    {
        var budget =
            BudgetFile.Length > 0 ? CiBudget.Budgets.BudgetFile.Load(BudgetFile) : Budget.Empty;
        var isLatest = RunDirectory.Length + Run.Length == 0;
        var options = new CheckOptions
        {
            RunEnded = runEnded,
            Baseline = BaselineFile.LoadFor(budget),
            Shards = OneShard ? 0 : null,
            NoCalls = BuildFailed || budget.Path is null ? Severity.Off : noCalls,
            // A run that was named, or that this build made, is the one that is meant.
            MaxAge = isLatest ? HostSettings.MaxAge("CIBUDGET_MAX_AGE", MaxAge) : null,
            PipelineRun = isLatest ? PipelineRun.Name(Environment.GetEnvironmentVariable) : null,
        };
        return BudgetCheck
            .Run(budget, PriceSheet.Embedded, [run], options)
            .WithErrors(TreatsAsError);
    }

    /// <summary>True for a warning that this build takes for an error (<c>-warnaserror</c>).</summary>
    private bool TreatsAsError(string code) =>
        BuildEngine is IBuildEngine8 engine && engine.ShouldTreatWarningAsError(code);

    /// <summary>
    /// True for an error that later calls can only make worse, because sums never shrink. A retry share, an unclosed ledger, missing calls
    /// and missing shards may still resolve.
    /// </summary>
    private static bool IsFinal(Diagnostic diagnostic, Verdict verdict) =>
        diagnostic.Severity == Severity.Error
        && diagnostic.Code
            is not (Codes.NoCalls or Codes.NoLedger or Codes.UnclosedLedger or Codes.MissingShard)
        && !verdict.Limits.Any(use =>
            use.Limit.Metric == Metric.RetryShare && use.Limit.Position == diagnostic.Position
        );

    // One error is enough to fail `dotnet test`; the last project repeats it only if the number has grown since.
    private void Say(Diagnostic diagnostic, RunCoordinator? coordinator, bool speaksForTheRun)
    {
        var place = $"{diagnostic.Code}|{diagnostic.File}|{diagnostic.Position}";
        // What is claimed is said: a number that nobody said must not be taken for one that was.
        var isNews =
            coordinator is null
            || (
                (coordinator.ClaimDiagnostic(place) | speaksForTheRun)
                && coordinator.ClaimDiagnostic(place + "|" + diagnostic.Message)
            );
        if (isNews)
            BuildDiagnostics.Log(
                Log,
                diagnostic.File is null ? diagnostic with { File = ProjectPath } : diagnostic
            );
    }

    private bool Fail(string code, string message)
    {
        BuildDiagnostics.LogError(Log, code, ProjectPath, message);
        return false;
    }

    private bool ShowsReport(Verdict verdict, bool speaksForTheRun) =>
        Report.ToLowerInvariant() switch
        {
            "off" => false,
            "always" => true,
            _ => speaksForTheRun
                && verdict.Processes > 0
                && (
                    verdict.Totals.Calls + verdict.Totals.RefusedCalls > 0
                    || verdict.Limits.Count > 0
                ),
        };
}
