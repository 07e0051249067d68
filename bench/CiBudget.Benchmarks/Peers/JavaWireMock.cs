using System.Diagnostics;
using System.Globalization;
using CiBudget.Replay;

namespace CiBudget.Benchmarks;

/// <summary>WireMock itself on Java, with the same scenario exported for it.</summary>
internal sealed class JavaWireMock : IDisposable
{
    private const string Jars =
        "tests/CiBudget.Processes.Tests/wiremock/node_modules/wiremock/build";

    private readonly Process _process;
    private readonly string _folder;

    private JavaWireMock(string jar, string scenario)
    {
        _folder = Directory.CreateTempSubdirectory("cibudget-wiremock-").FullName;
        var mappings = Directory.CreateDirectory(Path.Combine(_folder, "mappings")).FullName;
        var export = WireMockExport.Export(Scenario.Find(scenario));
        File.WriteAllText(Path.Combine(mappings, export.FileName), export.Json);
        _process = Process.Start(
            new ProcessStartInfo(
                "java",
                [
                    "-jar",
                    jar,
                    "--port",
                    "0",
                    "--bind-address",
                    "127.0.0.1",
                    "--root-dir",
                    _folder,
                    "--disable-banner",
                    "--no-request-journal",
                ]
            )
            {
                RedirectStandardOutput = true,
            }
        )!;
        BaseUrl = new(FormattableString.Invariant($"http://127.0.0.1:{Port()}/"));
    }

    public Uri BaseUrl { get; }

    /// <summary>CPU time that it has used.</summary>
    public TimeSpan Cpu => _process.TotalProcessorTime;

    /// <summary>Starts it; null where it is not installed.</summary>
    public static JavaWireMock? Start(string scenario)
    {
        var folder = Path.Combine(Place.Repository, Jars);
        var jar = Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "wiremock-standalone-*.jar").FirstOrDefault()
            : null;
        try
        {
            return jar is null ? null : new(jar, scenario);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // no Java
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private int Port()
    {
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            if (!line.StartsWith("port:", StringComparison.Ordinal))
                continue;
            // Read on, so that it never waits for a reader.
            _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
            return int.Parse(line.AsSpan(5).Trim(), CultureInfo.InvariantCulture);
        }
        throw new InvalidOperationException("WireMock ended before it listened.");
    }
}
