using CiBudget.Budgets;
using CiBudget.Checking;
using CiBudget.Hosting;
using CiBudget.Ledger;
using Microsoft.Build.Framework;
using Task = Microsoft.Build.Utilities.Task;

namespace CiBudget.MSBuild;

/// <summary>
/// Before the tests: names the run and its folder, and reads the budget file, so that a fault in it costs nothing. All paths are
/// full paths.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class PrepareCiBudgetRun : Task
{
    private const string RunOfThisBuild = "CiBudget.Run";

    /// <summary>The project whose tests will run.</summary>
    [Required]
    public string ProjectPath { get; set; } = "";

    /// <summary>The target framework that they run on.</summary>
    [Required]
    public string TargetFramework { get; set; } = "";

    /// <summary>The folder that holds one folder for each run.</summary>
    [Required]
    public string Directory { get; set; } = "";

    /// <summary>The budget file; empty when the project has none.</summary>
    public string BudgetFile { get; set; } = "";

    /// <summary>True when the project has the package that meters its tests.</summary>
    public bool Metered { get; set; }

    /// <summary>The test assembly.</summary>
    public string Assembly { get; set; } = "";

    /// <summary><c>CIBUDGET_SHARD</c> as it is.</summary>
    public string Shard { get; set; } = "";

    /// <summary>The run's name as the user gave it (<c>CIBUDGET_RUN</c>); empty for the invocation's.</summary>
    [Output]
    public string Run { get; set; } = "";

    /// <summary>
    /// The same in every project and node of one <c>dotnet test</c>; empty outside of it, then the build on this node stands for it.
    /// </summary>
    [Output]
    public string Invocation { get; set; } = "";

    /// <summary>The run's folder.</summary>
    [Output]
    public string RunDirectory { get; set; } = "";

    /// <summary>This project's name among the run's gates.</summary>
    [Output]
    public string Gate { get; set; } = "";

    /// <summary>The identity of the run's folder: when it is another one after the tests, the folder was replaced meanwhile.</summary>
    [Output]
    public string RunIdentity { get; set; } = "";

    /// <summary>Where the test platform's logger counts tests.</summary>
    [Output]
    public string CountsFile { get; set; } = "";

    /// <inheritdoc />
    public override bool Execute() =>
        BuildDiagnostics.Run(
            Log,
            ProjectPath,
            () => RunDirectory,
            () =>
            {
                var budget =
                    BudgetFile.Length > 0
                        ? CiBudget.Budgets.BudgetFile.Load(BudgetFile)
                        : Budget.Empty;
                HostSettings.Sharding(Shard);
                Announce();
                JitWarmup.Start(budget);
            }
        );

    private void Announce()
    {
        if (Invocation.Length == 0)
            Invocation = NameThisBuild();
        if (Run.Length == 0)
            Run = Invocation;
        RunDirectory = Runs.FolderOf(Directory, Run);
        Gate = GateFolder.NameOf(ProjectPath, TargetFramework);
        var coordinator = new RunCoordinator(RunDirectory, Invocation);
        RunIdentity = Ledger.RunIdentity.Ensure(RunDirectory, Run, DateTimeOffset.UtcNow).Identity;
        HoldAlive(coordinator);
        coordinator.Expect(
            new GateExpectation
            {
                Gate = Gate,
                Project = ProjectPath,
                Framework = TargetFramework,
                Assembly = Assembly,
                Runner = "vstest",
                Metered = Metered,
                BudgetFile = BudgetFile,
                BudgetHash =
                    BudgetFile.Length > 0 ? GateFolder.Hash(File.ReadAllText(BudgetFile)) : null,
            }
        );
        CountsFile = coordinator.CountsOf(Gate);
        if (BudgetFile.Length > 0)
            coordinator.SeesSameBudget(BudgetFile);
        Runs.Prune(Directory, RunDirectory);
    }

    /// <summary>Until the build ends: then MSBuild disposes what was registered, and a build that is killed drops the lock.</summary>
    private void HoldAlive(RunCoordinator coordinator)
    {
        if (coordinator.HoldAlive(Gate) is { } alive)
            BuildEngine4.RegisterTaskObject(
                (Gate, Invocation),
                alive,
                RegisteredTaskObjectLifetime.Build,
                allowEarlyCollection: false
            );
    }

    private string NameThisBuild()
    {
        if (
            BuildEngine4.GetRegisteredTaskObject(RunOfThisBuild, RegisteredTaskObjectLifetime.Build)
            is string known
        )
            return known;

        var name = FormattableString.Invariant(
            $"{DateTime.UtcNow:yyyyMMdd'T'HHmmss'Z'}-{Guid.NewGuid():N}"
        );
        BuildEngine4.RegisterTaskObject(
            RunOfThisBuild,
            name,
            RegisteredTaskObjectLifetime.Build,
            allowEarlyCollection: false
        );
        return name;
    }
}
