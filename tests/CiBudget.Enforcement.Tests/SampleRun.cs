using System.Diagnostics;
using System.Reflection;

namespace CiBudget.Enforcement.Tests;

/// <summary>A <c>dotnet</c> command on the sample, as a user types it.</summary>
internal sealed record SampleRun(int ExitCode, string Output)
{
    /// <summary>Variables by which the outer test run would reach into the inner one.</summary>
    private static readonly string[] OfTheOuterRun =
    [
        "MSBUILD",
        "VSTEST",
        "DOTNET_CLI",
        "DOTNET_HOST",
        "TESTINGPLATFORM",
        "CIBUDGET",
        "ANTHROPIC",
        "NUNIT",
        "TF_BUILD",
        "GITHUB_",
    ];

    /// <summary>The lines of the output without the blanks around them.</summary>
    public IReadOnlyList<string> Lines => [.. Output.Split('\n').Select(line => line.Trim())];

    /// <summary><c>dotnet test --no-build</c> on the sample's tests, against a server that they take for the real Claude.</summary>
    public static SampleRun Test(Uri claude, string budgetFile, string runs, string filter) =>
        Dotnet(
            [
                "test",
                Path.Combine(Metadata("RepositoryRoot"), "tests", "Samples", "SupportBot.Tests"),
                "--no-build",
                "--configuration",
                Metadata("Configuration"),
                "--filter",
                filter,
                "--logger",
                "console;verbosity=normal",
                "-p:CiBudgetFile=" + budgetFile,
                "-p:CiBudgetDirectory=" + runs,
                "--",
                "NUnit.NumberOfTestWorkers=1",
            ],
            ("CIBUDGET_LIVE", "1"),
            ("ANTHROPIC_API_KEY", "no-key"),
            ("ANTHROPIC_BASE_URL", claude.ToString()),
            ("MSBUILDDISABLENODEREUSE", "1")
        );

    /// <summary><c>cibudget check</c>.</summary>
    public static SampleRun Check(string budgetFile, string runs) =>
        Dotnet([
            Path.Combine(
                Metadata("Artifacts"),
                "bin",
                "CiBudget.Tool",
                Metadata("Configuration").ToLowerInvariant(),
                "CiBudget.Tool.dll"
            ),
            "check",
            runs,
            "--budget",
            budgetFile,
        ]);

    private static SampleRun Dotnet(
        string[] arguments,
        params (string Name, string Value)[] environment
    )
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (
            var name in start
                .Environment.Keys.Where(name =>
                    Array.Exists(
                        OfTheOuterRun,
                        prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
                    )
                )
                .ToList()
        )
            start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd() + error.Result;
        process.WaitForExit();
        TestContext.Out.WriteLine(output);
        return new SampleRun(process.ExitCode, output);
    }

    private static string Metadata(string key) =>
        typeof(SampleRun)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == key)
            .Value!;
}
