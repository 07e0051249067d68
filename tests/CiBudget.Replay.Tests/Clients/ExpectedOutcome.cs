using CiBudget.Replay.Conformance;

namespace CiBudget.Replay.Tests.Clients;

/// <summary>Holds what a client meets, call by call, against what the scenario says of itself.</summary>
internal static class ExpectedOutcome
{
    /// <summary>The SDK that these tests are built with.</summary>
    private static readonly Version Sdk = typeof(Anthropic.AnthropicClient)
        .Assembly.GetName()
        .Version!;

    /// <summary>Plays a scenario until it fails, or once, and says what was not as expected; null when all was.</summary>
    /// <param name="server">Where it plays.</param>
    /// <param name="scenario">What plays.</param>
    /// <param name="stream">Whether the call streams.</param>
    /// <param name="call">Makes one call; a stream is read to its end.</param>
    /// <param name="callsOfTools">How many calls a client makes by itself once its tools answered.</param>
    /// <param name="path">The path that requests must come by; <c>*</c> stands for any characters.</param>
    public static async Task<string?> Compare(
        ReplayServer server,
        Scenario scenario,
        bool stream,
        Func<Uri, CancellationToken, Task> call,
        int callsOfTools = 0,
        string path = "*"
    )
    {
        using var played = server.Add(scenario);
        var expected = scenario.Expected.Calls(Sdk, stream).Take(10).ToList();
        var failing = expected.FindIndex(static c => c.Exception is not null || c.Hangs);
        foreach (var outcome in expected.Take(Math.Max(failing, 0) + 1))
        {
            var before = played.Calls.Total;
            var thrown = await Catch(played, outcome.Hangs, call);
            var attempts = played.Calls.Total - before;
            var rightly = outcome.Hangs
                ? thrown is OperationCanceledException
                : IsA(thrown?.GetType(), outcome.Exception);
            if (!rightly || attempts != outcome.Attempts + callsOfTools)
                return $"{scenario.Name}{(stream ? " as a stream" : "")}: expected {outcome}, met {thrown?.GetType().FullName ?? "no exception"} after {attempts}: {thrown?.Message}";
        }
        var elsewhere = played.Calls.FirstOrDefault(c => !GlobPattern.IsMatch(path, c.Path));
        return elsewhere is null ? null : $"{scenario.Name}: asked for {elsewhere.Path}";
    }

    private static async Task<Exception?> Catch(
        ReplayEndpoint played,
        bool hangs,
        Func<Uri, CancellationToken, Task> call
    )
    {
        using var patience = new CancellationTokenSource();
        try
        {
            var calling = call(played.BaseUrl, patience.Token);
            if (hangs)
            {
                // The server has the call and never ends it: only the caller does.
                while (played.Calls.Total == 0 && !calling.IsCompleted)
                    await Task.Delay(10, CancellationToken.None);
                await Task.WhenAny(calling, Task.Delay(1000, CancellationToken.None));
                await patience.CancelAsync();
            }
            await calling;
            return null;
        }
        catch (Exception thrown)
        {
            return thrown;
        }
    }

    private static bool IsA(Type? type, string? name) =>
        type is null
            ? name is null
            : type.FullName == name || (type.BaseType is not null && IsA(type.BaseType, name));
}
