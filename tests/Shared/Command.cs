using System.Diagnostics;

namespace CiBudget.Tests.Shared;

/// <summary>A <c>dotnet</c> command that ran to its end, as a user types it.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Standard output and standard error.</param>
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
        "NUNIT",
        "CIBUDGET",
        "ANTHROPIC",
        "COREHOST",
        "DOTNET_HOST_PATH",
        "TF_BUILD",
        "GITHUB_",
        "BUILD_",
        "AGENT_",
    ];

    /// <summary>The lines of the output without the blanks around them.</summary>
    public IReadOnlyList<string> Lines => [.. Output.Split('\n').Select(line => line.Trim())];

    /// <summary>The lines that hold a text, trimmed.</summary>
    public IReadOnlyList<string> LinesWith(string text) =>
        [.. Lines.Where(line => line.Contains(text, StringComparison.Ordinal))];

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
        // A server that outlives the command would hold its output open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        ShortLived.SpareTheCompiler(start);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static bool IsInherited(string name) =>
        Inherited.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
