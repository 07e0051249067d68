using CiBudget.Budgets;
using CiBudget.Hosting;
using CiBudget.Ledger;

namespace CiBudget.NUnit;

/// <summary>
/// What the process was told from outside: environment variables, else what the targets baked into <c>runtimeconfig.json</c>.
/// The one place that reads either.
/// </summary>
internal sealed record SessionSettings
{
    /// <summary>False turns everything off.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>True refuses every call that no scenario covers.</summary>
    public bool Offline { get; init; }

    /// <summary>True for a program on Microsoft.Testing.Platform that `dotnet test` started.</summary>
    public bool StartedByDotnetTest { get; init; }

    /// <summary>Full path of the budget file; null when there is none.</summary>
    public string? BudgetFile { get; init; }

    /// <summary>The test project's name; null when the targets did not say.</summary>
    public string? Project { get; init; }

    /// <summary>Where this run's ledgers are, full path.</summary>
    public string RunDirectory { get; init; } = "";

    /// <summary>The run's id.</summary>
    public string Run { get; init; } = "";

    /// <summary>Address of the Redis in which machines share limits; null when nothing outside the budget file names one.</summary>
    public string? Redis { get; init; }

    /// <summary>This process's shard, 1-based; null when the run is not sharded.</summary>
    public int? Shard { get; init; }

    /// <summary>How many shards the run has; null when it is not sharded.</summary>
    public int? Shards { get; init; }

    /// <summary>The gate that these tests belong to; null when nobody gates them.</summary>
    public string? Gate { get; init; }

    /// <summary>Names the <c>dotnet test</c> that this program is part of.</summary>
    public string Invocation { get; init; } = "";

    /// <summary>A setting that cannot be understood; null when all can.</summary>
    public string? Fault { get; init; }

    /// <summary>Overrides the budget file's severity of a run without calls; null leaves it.</summary>
    public Severity? NoCalls { get; init; }

    /// <summary>Reads this process's surroundings.</summary>
    public static SessionSettings Read() =>
        From(
            Environment.GetEnvironmentVariable,
            name => AppContext.GetData(name) as string,
            Environment.CurrentDirectory,
            ProcessIdentity.Get
        );

    /// <summary>Where the Claude API is: <c>ANTHROPIC_BASE_URL</c> as the official SDKs read it, else the public one.</summary>
    public static Uri ClaudeAddress() =>
        Uri.TryCreate(
            Environment.GetEnvironmentVariable("ANTHROPIC_BASE_URL"),
            UriKind.Absolute,
            out var address
        )
            ? address
            : new Uri("https://api.anthropic.com");

    /// <summary>True when tests that can do either are to meet the real Claude: <c>CIBUDGET_LIVE=1</c>, and a key is there.</summary>
    public static bool LiveRunAsked() =>
        IsTrue(Environment.GetEnvironmentVariable("CIBUDGET_LIVE"))
        && NullIfEmpty(Environment.GetEnvironmentVariable("ANTHROPIC_API_KEY")) is not null;

    internal static SessionSettings From(
        Func<string, string?> environment,
        Func<string, string?> baked,
        string currentDirectory,
        Func<bool, string> processIdentity
    )
    {
        string? Say(string variable, string option) =>
            NullIfEmpty(environment(variable)) ?? NullIfEmpty(baked(option));

        // `dotnet test` starts the programs of Microsoft.Testing.Platform in their own folders and says where it was called.
        var testCommandDirectory = NullIfEmpty(
            environment("DOTNET_CLI_TEST_COMMAND_WORKING_DIRECTORY")
        );
        var startedByDotnetTest =
            testCommandDirectory is not null
            || NullIfEmpty(environment("TESTINGPLATFORM_DOTNETTEST_EXECUTIONID")) is not null;

        var projectDirectory = Say("CIBUDGET_PROJECT_DIRECTORY", "CiBudget.ProjectDirectory");
        var budgetFile = Rooted(
            Say("CIBUDGET_FILE", "CiBudget.File"),
            testCommandDirectory ?? currentDirectory,
            projectDirectory
        );
        // A file that was written after the build is found here; the gate in MSBuild finds it by itself.
        budgetFile ??= Directory.Exists(projectDirectory)
            ? HostFiles.Above(projectDirectory, CiBudget.Budgets.BudgetFile.Name)
            : null;
        var run = Say("CIBUDGET_RUN", "CiBudget.Run") ?? processIdentity(!startedByDotnetTest);
        string? fault = null;
        T Understood<T>(Func<T> read, T otherwise)
        {
            try
            {
                return read();
            }
            catch (FormatException malformed)
            {
                fault ??= malformed.Message;
                return otherwise;
            }
        }

        var (shard, shards) = Understood(
            () => HostSettings.Sharding(environment("CIBUDGET_SHARD")),
            (null, null)
        );
        var noCalls = Understood(
            () =>
                HostSettings.NoCalls(
                    "CIBUDGET_NO_CALLS (the property CiBudgetNoCalls)",
                    Say("CIBUDGET_NO_CALLS", "CiBudget.NoCalls")
                ),
            null
        );
        return new SessionSettings
        {
            Enabled = !IsFalse(Say("CIBUDGET_ENABLED", "CiBudget.Enabled")),
            StartedByDotnetTest = startedByDotnetTest,
            Offline = IsTrue(environment("CIBUDGET_OFFLINE")),
            BudgetFile = budgetFile,
            Project = Say("CIBUDGET_PROJECT", "CiBudget.ProjectName"),
            Run = run,
            RunDirectory =
                NullIfEmpty(environment("CIBUDGET_RUN_DIRECTORY"))
                ?? Path.Combine(
                    RunsDirectory(baked("CiBudget.Directory"), budgetFile, projectDirectory),
                    Runs.SafeName(run)
                ),
            Redis = NullIfEmpty(environment("CIBUDGET_REDIS")),
            Shard = shard,
            Shards = shards,
            NoCalls = noCalls,
            Gate = NullIfEmpty(environment(Runs.GateVariable)),
            Invocation = processIdentity(!startedByDotnetTest),
            Fault = fault,
        };
    }

    /// <summary>Baked folders may be those of another machine, the one that built the tests: only one that exists is used.</summary>
    private static string RunsDirectory(
        string? configured,
        string? budgetFile,
        string? projectDirectory
    )
    {
        if (NullIfEmpty(configured) is { } directory)
            return directory;

        string?[] candidates = [Path.GetDirectoryName(budgetFile), projectDirectory];
        var home = candidates.FirstOrDefault(candidate =>
            candidate is not null && Directory.Exists(candidate)
        );
        return Path.Combine(home ?? AppContext.BaseDirectory, HostFiles.Runs);
    }

    private static string? Rooted(string? path, params string?[] directories)
    {
        if (path is null)
            return null;

        var candidates = directories
            .OfType<string>()
            .Select(directory => Path.GetFullPath(path, directory))
            .ToList();
        return candidates.FirstOrDefault(File.Exists) ?? candidates[0];
    }

    private static bool IsFalse(string? value) =>
        value is "0" || string.Equals(value, "false", StringComparison.OrdinalIgnoreCase);

    private static bool IsTrue(string? value) =>
        value is "1" || string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);

    private static string? NullIfEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
