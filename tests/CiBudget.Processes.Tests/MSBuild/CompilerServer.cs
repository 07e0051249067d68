using System.Diagnostics;

namespace CiBudget.MSBuild.Tests;

/// <summary>
/// One C# compiler for all builds of a test run: a build that starts its own waits seconds for it. Commands find it by its name. None
/// of them starts it, since it outlives them and would hold their output open.
/// </summary>
internal static class CompilerServer
{
    private static readonly string Name = $"cibudget-tests-{Guid.NewGuid():N}";

    private static readonly Lazy<Process> Server = new(Start);

    /// <summary>What tells a build of it; starts it.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Variables
    {
        get
        {
            _ = Server.Value;
            return
            [
                KeyValuePair.Create("UseSharedCompilation", "true"),
                KeyValuePair.Create("SharedCompilationId", Name),
            ];
        }
    }

    public static void Stop()
    {
        if (!Server.IsValueCreated)
            return;
        Server.Value.Kill();
        Server.Value.WaitForExit();
        Server.Value.Dispose();
    }

    private static Process Start()
    {
        // Ends by itself an hour after its last build, should this process be killed.
        var start = new ProcessStartInfo(
            "dotnet",
            [Repository.Compiler, $"-pipename:{Name}", "-keepalive:3600"]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var server = Process.Start(start)!;
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        return server;
    }
}
