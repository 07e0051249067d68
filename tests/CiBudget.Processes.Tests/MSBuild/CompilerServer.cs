using System.Diagnostics;

namespace CiBudget.MSBuild.Tests;

/// <summary>One C# compiler for all builds of a test run: a build that has its own waits seconds for it. The first one starts it.</summary>
internal static class CompilerServer
{
    private static readonly string Name = $"cibudget-tests-{Guid.NewGuid():N}";

    /// <summary>What tells a build of it.</summary>
    public static IReadOnlyDictionary<string, string> Variables { get; } =
        new Dictionary<string, string>
        {
            ["UseSharedCompilation"] = "true",
            ["SharedCompilationId"] = Name,
        };

    /// <summary>Ends it, where a build has started it.</summary>
    public static void Stop()
    {
        using var stop = Process.Start(
            "dotnet",
            [Repository.Compiler, "-shutdown", $"-pipename:{Name}"]
        );
        stop.WaitForExit();
    }
}
