using System.Diagnostics;
using CiBudget.Tests.Shared;

namespace CiBudget.Tool.Tests;

/// <summary>The built tool, run as a process of its own.</summary>
internal static class Tool
{
    // Whatever the machine that runs these tests sets must not decide what they see.
    private static readonly string[] Inherited =
    [
        "TF_BUILD",
        "GITHUB_",
        "BUILD_",
        "AGENT_",
        "CIBUDGET_",
        "ANTHROPIC_",
        "NO_COLOR",
        "COLUMNS",
    ];

    public static string Assembly { get; } =
        Path.Combine(AppContext.BaseDirectory, "CiBudget.Tool.dll");

    /// <summary>Runs it to its end in a folder.</summary>
    public static ToolResult Run(string folder, params string[] arguments) =>
        Run(folder, [], null, arguments);

    /// <param name="folder">Where it runs.</param>
    /// <param name="environment">Variables on top, <c>NAME=value</c>.</param>
    /// <param name="input">Standard input; null for none.</param>
    /// <param name="arguments">As typed.</param>
    public static ToolResult Run(
        string folder,
        string[] environment,
        byte[]? input,
        params string[] arguments
    )
    {
        using var process = Start(folder, environment, arguments);
        var error = process.StandardError.ReadToEndAsync();
        if (input is not null)
            process.StandardInput.BaseStream.Write(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, error.Result);
    }

    public static Process Start(string folder, string[] environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Assembly, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        Clean(start);
        ShortLived.SpareTheCompiler(start);
        foreach (var variable in environment)
            start.Environment[variable.Split('=')[0]] = variable[(variable.IndexOf('=') + 1)..];
        return Process.Start(start)!;
    }

    public static void Clean(ProcessStartInfo start)
    {
        foreach (
            var name in start
                .Environment.Keys.Where(name =>
                    Inherited.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))
                )
                .ToList()
        )
            start.Environment.Remove(name);
    }
}
