using System.Diagnostics;
using System.Reflection;

namespace CiBudget.Security.Tests;

/// <summary>A command that ran to its end, and everything that it said.</summary>
internal sealed record Command(int ExitCode, string Output)
{
    // What an outer `dotnet test` and a CI system leave in the environment would steer the inner commands.
    private static readonly string[] Inherited =
    [
        "MSBUILD",
        "VSTEST",
        "_MSBUILD",
        "DOTNET_CLI_TEST",
        "TESTINGPLATFORM",
        "CIBUDGET",
        "ANTHROPIC",
        "COREHOST",
        "DOTNET_HOST_PATH",
        "TF_BUILD",
        "GITHUB_",
        "BUILD_",
        "AGENT_",
    ];

    public static string RepositoryRoot => Metadata("RepositoryRoot");

    public static string Configuration => Metadata("Configuration");

    public static Command Dotnet(
        string folder,
        IReadOnlyDictionary<string, string> environment,
        params string[] arguments
    )
    {
        using var process = Start(folder, environment, arguments);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd() + errors.Result;
        process.WaitForExit();
        return new(process.ExitCode, output);
    }

    public static Process Start(
        string folder,
        IReadOnlyDictionary<string, string> environment,
        params string[] arguments
    )
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsInherited).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        // A server that outlives the command would hold its output open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        return Process.Start(start)!;
    }

    private static bool IsInherited(string name) =>
        Inherited.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static string Metadata(string key) =>
        typeof(Command)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == key)
            .Value!;
}
