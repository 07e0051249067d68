using System.Diagnostics;
using System.Globalization;

namespace CiBudget.Benchmarks;

/// <summary>A whole process: how long it took on the clock and of the CPU, its children included.</summary>
internal sealed record Child(TimeSpan Wall, TimeSpan Cpu, int ExitCode, string Output)
{
    // bash counts what its children used; .NET tells it of its own process only.
    private const string Script = "TIMEFORMAT='times %R %U %S'; time \"$@\" 2>&1";

    /// <summary>This program with other arguments, in a process of its own.</summary>
    public static Child Self(params string[] args) => Run(Environment.ProcessPath!, args);

    public static Child Run(string command, params string[] args)
    {
        var start = new ProcessStartInfo("bash", ["-c", Script, "bash", command, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Place.Repository,
        };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var times = errors
            .Result.Split('\n')
            .Last(static line => line.StartsWith("times ", StringComparison.Ordinal))
            .Split(' ');
        return new(
            Seconds(times[1]),
            Seconds(times[2]) + Seconds(times[3]),
            process.ExitCode,
            output
        );
    }

    /// <summary>A child that must succeed.</summary>
    public Child Checked() =>
        ExitCode == 0
            ? this
            : throw new InvalidOperationException($"A child ended with {ExitCode}: {Output}");

    private static TimeSpan Seconds(string text) =>
        TimeSpan.FromSeconds(double.Parse(text, CultureInfo.InvariantCulture));
}
