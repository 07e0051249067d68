using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace CiBudget.Replay.Tests;

/// <summary>WireMock itself, in a process of its own, with a folder of mappings. Port and host are its own and loopback's.</summary>
internal sealed partial class RealWireMock : IAsyncDisposable
{
    private static readonly string Jar = Path.Combine(
        BuildMetadata.Of("RepositoryRoot"),
        "tests/CiBudget.Processes.Tests/wiremock/node_modules/wiremock/build/wiremock-standalone-3.13.2.jar"
    );

    private readonly Process _process;
    private readonly string _folder;

    private RealWireMock(Process process, string folder, int port)
    {
        _process = process;
        _folder = folder;
        BaseUrl = new Uri(FormattableString.Invariant($"http://127.0.0.1:{port}/"));
    }

    public Uri BaseUrl { get; }

    /// <summary>Starts it, or skips the test with the reason.</summary>
    public static async Task<RealWireMock> Start(IEnumerable<ExportedScenario> mappings)
    {
        if (!File.Exists(Jar))
            Assert.Ignore(
                "The real WireMock is not installed: run `npm ci` in tests/CiBudget.Processes.Tests/wiremock."
            );

        var folder = Directory.CreateTempSubdirectory("cibudget-wiremock-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "mappings"));
        foreach (var mapping in mappings)
            await File.WriteAllTextAsync(
                Path.Combine(folder, "mappings", mapping.FileName),
                mapping.Json
            );

        var start = new ProcessStartInfo(
            "java",
            [
                "-jar",
                Jar,
                "--port",
                "0",
                "--bind-address",
                "127.0.0.1",
                "--root-dir",
                folder,
                "--disable-banner",
            ]
        )
        {
            RedirectStandardOutput = true,
        };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Ignore("The real WireMock needs Java 17, and there is no `java` on the path.");
            throw;
        }
        try
        {
            return new RealWireMock(process, folder, await PortOf(process));
        }
        catch
        {
            process.Kill();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<int> PortOf(Process process)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (Port().Match(line) is { Success: true } match)
            {
                // Read on, so that it never waits for a reader.
                _ = process.StandardOutput.BaseStream.CopyToAsync(
                    Stream.Null,
                    CancellationToken.None
                );
                return int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            }
        }
        throw new InvalidOperationException("WireMock ended before it listened.");
    }

    [GeneratedRegex(@"^port:\s+(\d+)")]
    private static partial Regex Port();
}
