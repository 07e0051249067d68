using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace CiBudget.Replay.Tests;

/// <summary><c>cibudget replay serve</c> in a process of its own, as a team of another language runs it.</summary>
internal sealed class ServedScenarios : IDisposable
{
    private readonly Process _process;
    private readonly int _count;

    private ServedScenarios(Process process, int count)
    {
        _process = process;
        _count = count;
        Urls =
        [
            .. Enumerable.Range(0, count).Select(_ => Line().GetProperty("baseUrl").GetString()!),
        ];
    }

    /// <summary>Where each scenario is, in the order in which they were named.</summary>
    public IReadOnlyList<string> Urls { get; }

    public static ServedScenarios Start(IReadOnlyList<string> scenarios) =>
        new(
            Command.Start(
                BuildMetadata.Of("RepositoryRoot"),
                new Dictionary<string, string>(),
                [BuiltTool.Assembly, "replay", "serve", .. scenarios, "--json"]
            ),
            scenarios.Count
        );

    /// <summary>Ends it as Ctrl-C does.</summary>
    /// <returns>How often each scenario was asked, by its last line.</returns>
    public IReadOnlyList<long> End()
    {
        using (Process.Start("kill", _process.Id.ToString(CultureInfo.InvariantCulture))) { }
        var lines = new List<JsonElement>();
        while (_process.StandardOutput.ReadLine() is { } line)
            lines.Add(JsonDocument.Parse(line).RootElement);
        _process.WaitForExit();
        return [.. lines.TakeLast(_count).Select(line => line.GetProperty("attempts").GetInt64())];
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private JsonElement Line() =>
        JsonDocument
            .Parse(
                _process.StandardOutput.ReadLine()
                    ?? throw new InvalidOperationException(_process.StandardError.ReadToEnd())
            )
            .RootElement;
}
