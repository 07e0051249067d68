using CiBudget.Capture;

namespace CiBudget.MSBuild.Tests;

/// <summary>One run of one project, with the two tasks around it. The tests in between are what <see cref="Spend"/> writes.</summary>
internal sealed class TaskRun : IDisposable
{
    public TaskRun(string budget = "{ \"run\": { \"cost\": \"$0.25\" } }")
    {
        Folder = Directory.CreateTempSubdirectory("cibudget ").FullName;
        BudgetPath = Path.Combine(Folder, "cibudget.json");
        File.WriteAllText(BudgetPath, budget);
    }

    public string Folder { get; }

    public string BudgetPath { get; }

    public string Runs => Path.Combine(Folder, "TestResults", "CiBudget");

    public RecordingEngine Engine { get; } = new();

    public PrepareCiBudgetRun Prepare(
        string project = "One",
        string invocation = "1_a",
        string run = ""
    )
    {
        var task = new PrepareCiBudgetRun
        {
            BuildEngine = Engine,
            ProjectPath = Path.Combine(Folder, project + ".csproj"),
            TargetFramework = "net10.0",
            Directory = Runs,
            BudgetFile = BudgetPath,
            Invocation = invocation,
            Run = run,
            Metered = true,
        };
        task.Execute();
        return task;
    }

    public CheckCiBudget Check(PrepareCiBudgetRun prepared) =>
        new()
        {
            BuildEngine = Engine,
            ProjectPath = prepared.ProjectPath,
            RunDirectory = prepared.RunDirectory,
            Directory = Runs,
            BudgetFile = BudgetPath,
            Invocation = prepared.Invocation,
            Gate = prepared.Gate,
            Metered = prepared.Metered,
            RunIdentity = prepared.RunIdentity,
            NoColor = true,
        };

    /// <summary>A test process that ends after one call: output tokens of claude-haiku-4-5, $5 a million.</summary>
    public static void Spend(
        PrepareCiBudgetRun prepared,
        long outputTokens,
        string model = "claude-haiku-4-5"
    )
    {
        using var ledger = new LedgerWriter(
            prepared.RunDirectory,
            new LedgerProcess
            {
                Id = prepared.Gate + Guid.NewGuid().ToString("N"),
                Gate = prepared.Gate,
            }
        );
        ledger.Append(
            new LedgerEntry
            {
                Time = new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero),
                Endpoint = ClaudeEndpoint.Messages,
                Host = "api.anthropic.com",
                Status = 200,
                Test = new TestIdentity { Name = "Bot.Answers" },
                Usage = [new Usage { Model = model, OutputTokens = outputTokens }],
            }
        );
        ledger.Close(inFlight: 0, unmetered: 0);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
