using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;

namespace CiBudget.Security.Tests;

/// <summary>Nobody but this machine reaches a server of ours.</summary>
public sealed class LoopbackTests
{
    [TestCase("success")]
    [TestCase("success", "payment-required")]
    public void The_tool_serves_on_loopback_only(params string[] scenarios)
    {
        using var server = Command.Start(
            AppContext.BaseDirectory,
            new Dictionary<string, string>
            {
                // What makes other servers listen to the world.
                ["ASPNETCORE_URLS"] = "http://0.0.0.0:0",
                ["ASPNETCORE_HTTP_PORTS"] = "0",
                ["Kestrel__Endpoints__Http__Url"] = "http://*:0",
            },
            [
                Path.Combine(AppContext.BaseDirectory, "CiBudget.Tool.dll"),
                "replay",
                "serve",
                .. scenarios,
            ]
        );
        try
        {
            var said = server.StandardOutput.ReadLine();

            Assert.That(said, Does.StartWith("ANTHROPIC_BASE_URL=http://"), said);
            var url = new Uri(said!.Split('=', ' ')[1]);
            Assert.That(IPAddress.IsLoopback(IPAddress.Parse(url.Host)), url.Host);
            Assert.That(
                IPGlobalProperties
                    .GetIPGlobalProperties()
                    .GetActiveTcpListeners()
                    .Where(listener => listener.Port == url.Port)
                    .Select(listener => listener.Address),
                Is.Not.Empty.And.All.Matches<IPAddress>(IPAddress.IsLoopback)
            );
            if (OperatingSystem.IsLinux())
                Assert.That(
                    ListeningAddresses(server.Id),
                    Is.Not.Empty.And.All.Matches<string>(IsLoopback)
                );
        }
        finally
        {
            server.Kill();
        }
    }

    private static bool IsLoopback(string address) =>
        // As the kernel writes them, bytes of a word reversed: 127.x.x.x, ::1, ::ffff:127.x.x.x.
        address.EndsWith("7F", StringComparison.Ordinal)
            && address.Length == 8
        || address == "00000000000000000000000001000000"
        || (
            address.StartsWith("0000000000000000FFFF0000", StringComparison.Ordinal)
            && address.EndsWith("7F", StringComparison.Ordinal)
        );

    /// <summary>Local addresses of every socket of a process that listens, from whatever part of it.</summary>
    private static List<string> ListeningAddresses(int process)
    {
        var own = Directory
            .GetFiles($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/fd")
            .Select(file => new FileInfo(file).LinkTarget)
            .Where(target => target?.StartsWith("socket:[", StringComparison.Ordinal) == true)
            .Select(target => target!["socket:[".Length..^1])
            .ToHashSet();
        const string listening = "0A";
        return
        [
            .. new[] { "/proc/net/tcp", "/proc/net/tcp6" }
                .Where(File.Exists)
                .SelectMany(File.ReadLines)
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(columns =>
                    columns.Length > 9 && columns[3] == listening && own.Contains(columns[9])
                )
                .Select(columns => columns[1].Split(':')[0]),
        ];
    }
}
