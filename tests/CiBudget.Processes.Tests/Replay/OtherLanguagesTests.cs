using System.Diagnostics;
using System.Text.Json;

namespace CiBudget.Replay.Tests;

/// <summary>Clients from npm against the replay server, each in one process of Node.</summary>
[Parallelizable(ParallelScope.All)]
[Category("Npm")]
public sealed class OtherLanguagesTests
{
    private static readonly string Folder = Path.Combine(
        BuildMetadata.Of("RepositoryRoot"),
        "tests/CiBudget.Processes.Tests/npm"
    );

    /// <summary>What is asked, and what must come: a text, or an HTTP status and a part of the message.</summary>
    private static readonly (
        string Scenario,
        string Mode,
        string? Text,
        int? Status,
        string? Says
    )[] Calls =
    [
        ("success", "plain", "Hi! My name is Claude.", null, null),
        ("success", "stream", "Hi! My name is Claude.", null, null),
        ("tool-use", "tools", "It is 18 °C in San Francisco.", null, null),
        ("cut-mid-stream", "plain", "Okay, let's check the weather in San Francisco.", null, null),
        ("credit-balance-too-low", "plain", null, 400, "credit balance is too low"),
        ("credit-balance-too-low", "stream", null, 400, "credit balance is too low"),
        ("payment-required", "plain", null, 402, "credit balance is too low"),
        ("payment-required", "stream", null, 402, "credit balance is too low"),
        ("tier-spend-cap", "plain", null, 429, "monthly API usage threshold"),
        ("payment-required-mid-stream", "stream", null, null, "credit balance is too low"),
    ];

    [Test]
    public async Task A_client_of_another_language_meets_what_is_played(
        [Values(
            "@anthropic-ai/sdk",
            "@ai-sdk/anthropic 3",
            "@ai-sdk/anthropic 4",
            "@langchain/anthropic"
        )]
            string client
    )
    {
        RequireClients();
        using var server = ReplayServer.Start();
        var played = Array.ConvertAll(Calls, call => server.Add(call.Scenario));

        var results = await Run(
            client,
            [.. played.Select(endpoint => endpoint.BaseUrl.ToString())]
        );

        AssertPlayed(client, results, [.. played.Select(endpoint => endpoint.Calls.Total)]);
    }

    [Test]
    public async Task A_client_of_another_language_meets_what_another_process_serves(
        [Values(
            "@anthropic-ai/sdk",
            "@ai-sdk/anthropic 3",
            "@ai-sdk/anthropic 4",
            "@langchain/anthropic"
        )]
            string client
    )
    {
        RequireClients();
        using var served = ServedScenarios.Start([.. Calls.Select(call => call.Scenario)]);

        var results = await Run(client, served.Urls);

        AssertPlayed(client, results, served.End());
    }

    private static void AssertPlayed(string client, Result[] results, IReadOnlyList<long> attempts)
    {
        using (Assert.EnterMultipleScope())
        {
            for (var i = 0; i < Calls.Length; i++)
            {
                var (scenario, mode, text, status, says) = Calls[i];
                var result = results[i];
                Assert.That(result.Text, Is.EqualTo(text), $"{scenario}, {mode}: {result}");
                Assert.That(
                    result.Message,
                    says is null ? Is.Null : Does.Contain(says),
                    $"{scenario}, {mode}"
                );
                if (status is not null)
                    Assert.That(result.Status, Is.EqualTo(status), $"{scenario}, {mode}: {result}");

                Assert.That(
                    attempts[i],
                    Is.EqualTo(
                        scenario == "tool-use" ? 2
                        : client == "@anthropic-ai/sdk" && status == 429 ? 3
                        : 1
                    ),
                    $"{scenario}, {mode}"
                );
            }
        }
    }

    private static void RequireClients()
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules")))
            Assert.Ignore(
                "The clients are not installed: run `npm ci` in tests/CiBudget.Processes.Tests/npm."
            );
    }

    private static async Task<Result[]> Run(string client, IReadOnlyList<string> urls)
    {
        var calls = Calls.Select(
            (call, i) =>
                new
                {
                    scenario = call.Scenario,
                    mode = call.Mode,
                    url = urls[i],
                }
        );
        var start = new ProcessStartInfo(
            "node",
            ["clients.mjs", client, JsonSerializer.Serialize(calls)]
        )
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Ignore("The clients need Node, and there is no `node` on the path.");
            throw;
        }
        using (process)
        {
            var errors = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.That(process.ExitCode, Is.Zero, await errors);
            return JsonSerializer.Deserialize<Result[]>(output, JsonSerializerOptions.Web)!;
        }
    }

    private sealed record Result(string? Text, string? Error, int? Status, string? Message);
}
