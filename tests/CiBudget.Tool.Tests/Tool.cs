using System.Diagnostics;
using CiBudget.Tests.Shared;

namespace CiBudget.Tool.Tests;

/// <summary>The built tool: in this process, or as a process of its own.</summary>
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
    /// <param name="input">Standard input, which only a process of its own has; null for none.</param>
    /// <param name="arguments">As typed.</param>
    public static ToolResult Run(
        string folder,
        string[] environment,
        byte[]? input,
        params string[] arguments
    ) =>
        input is null
            ? InProcess.Run(folder, environment, arguments)
            : RunAsProcess(folder, environment, input, arguments);

    /// <summary>Runs it as a user's shell does, where it matters that it is a process.</summary>
    public static ToolResult RunAsProcess(
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
        foreach (var (name, value) in Pairs(environment))
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public static void Clean(ProcessStartInfo start)
    {
        foreach (var name in start.Environment.Keys.Where(IsInherited).ToList())
            start.Environment.Remove(name);
    }

    /// <summary>True for a variable that must not reach the tool from outside.</summary>
    public static bool IsInherited(string name) =>
        Inherited.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Variables that are written <c>NAME=value</c>.</summary>
    public static IEnumerable<(string Name, string Value)> Pairs(IEnumerable<string> environment) =>
        environment.Select(variable => variable.Split('=', 2)).Select(pair => (pair[0], pair[1]));
}
