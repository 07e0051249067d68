namespace CiBudget.Enforcement.Tests;

/// <summary>Commands on the sample, in an environment that has nothing of this test run.</summary>
internal static class Sample
{
    /// <summary><c>dotnet test --no-build</c> on the sample's tests, against a server that they take for the real Claude.</summary>
    public static Command Test(Uri claude, string budgetFile, string runs, string filter) =>
        Command.Dotnet(
            Path.Combine(RepositoryRoot, "tests", "Samples", "SupportBot.Tests"),
            new Dictionary<string, string>
            {
                ["CIBUDGET_LIVE"] = "1",
                ["ANTHROPIC_API_KEY"] = "no-key",
                ["ANTHROPIC_BASE_URL"] = claude.ToString(),
            },
            "test",
            "--no-build",
            "--configuration",
            Configuration,
            "--filter",
            filter,
            "--logger",
            "console;verbosity=normal",
            "-p:CiBudgetFile=" + budgetFile,
            "-p:CiBudgetDirectory=" + runs,
            "--",
            "NUnit.NumberOfTestWorkers=1"
        );

    /// <summary><c>cibudget check</c>.</summary>
    public static Command Check(string budgetFile, string runs) =>
        Command.Dotnet(
            RepositoryRoot,
            new Dictionary<string, string>(),
            BuiltTool.Assembly,
            "check",
            runs,
            "--budget",
            budgetFile
        );

    private static string RepositoryRoot => BuildMetadata.Of("RepositoryRoot");

    private static string Configuration => BuildMetadata.Of("Configuration");
}
