using System.Diagnostics;

namespace CiBudget.Enforcement.Tests;

/// <summary>Process ids of their own, as containers have them that share a folder: the same id means another process there.</summary>
internal static class PidNamespace
{
    private static readonly string[] AsRoot =
    [
        "unshare",
        "--pid",
        "--fork",
        "--mount-proc",
        "--kill-child",
    ];

    private static string s_reason = "";

    /// <summary>What is put before a command; null where it is not allowed.</summary>
    public static IReadOnlyList<string>? Command { get; } =
        new[] { AsRoot, [.. AsRoot, "--user", "--map-root-user"] }.FirstOrDefault(Works);

    /// <summary>Skips the test that asks where there are none.</summary>
    public static void Require()
    {
        if (Command is null)
            Assert.Ignore($"this machine lets nobody make a PID namespace: {s_reason}");
    }

    private static bool Works(string[] command)
    {
        var start = new ProcessStartInfo(command[0], [.. command[1..], "true"])
        {
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            s_reason = process.StandardError.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            s_reason = missing.Message;
            return false;
        }
    }
}
