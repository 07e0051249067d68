using Anthropic;
using CiBudget.Replay.Conformance;
using Microsoft.Extensions.AI;

namespace CiBudget.Replay.Tests.Clients;

/// <summary>The whole catalogue through the official client of every cloud, and through Microsoft.Extensions.AI.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ClientTests
{
    [Test]
    public async Task Every_scenario_is_met_as_it_says_of_itself(
        [ValueSource(typeof(CloudClient), nameof(CloudClient.All))] CloudClient cloud,
        [Values] bool stream
    )
    {
        var faults = await Task.WhenAll(
            ScenarioCatalogue.All.Select(scenario =>
                ExpectedOutcome.Compare(
                    ClientServer.Shared,
                    scenario,
                    stream,
                    (url, cancel) => Ask(cloud, url, stream, cancel),
                    path: cloud.Path
                )
            )
        );

        Assert.That(faults.OfType<string>(), Is.Empty);
    }

    [Test]
    public async Task Every_scenario_is_met_so_by_a_chat_client_that_calls_functions(
        [Values] bool stream
    )
    {
        var faults = await Task.WhenAll(
            ScenarioCatalogue.All.Select(scenario =>
                ExpectedOutcome.Compare(
                    ClientServer.Shared,
                    scenario,
                    stream,
                    (url, cancel) => Chat(url, stream, cancel),
                    callsOfTools: scenario.Name == "tool-use" ? 1 : 0
                )
            )
        );

        Assert.That(faults.OfType<string>(), Is.Empty);
    }

    [Test]
    public async Task The_model_of_a_clouds_path_answers_by_its_own_name(
        [ValueSource(typeof(CloudClient), nameof(CloudClient.All))] CloudClient cloud
    )
    {
        using var played = ClientServer.Shared.Add(Scenario.Find("success"));
        using var http = CloudClient.LedTo(played.BaseUrl);

        var message = await cloud.Make(http).Messages.Create(Sdk.Hi(cloud.Model));

        var model = cloud.Name switch
        {
            "Anthropic.Vertex" => "claude-opus-5-5-20260901",
            "Anthropic.Bedrock, Mantle" => "anthropic.claude-opus-5-5",
            _ => "claude-opus-5-5",
        };
        Assert.That(message.Model.Raw(), Is.EqualTo(model));
        Assert.That(played.Calls.Models, Is.EqualTo(new[] { model }));
    }

    [Test]
    public async Task A_chat_client_ends_with_the_text_that_follows_the_tool([Values] bool stream)
    {
        using var played = ClientServer.Shared.Add(Scenario.Find("tool-use"));

        var text = await Chat(played.BaseUrl, stream, CancellationToken.None);

        Assert.That(text, Does.EndWith("It is 18 °C in San Francisco."));
        Assert.That(played.Calls, Has.Count.EqualTo(2));
    }

    private static async Task Ask(CloudClient cloud, Uri url, bool stream, CancellationToken cancel)
    {
        using var http = CloudClient.LedTo(url);
        var client = cloud.Make(http);
        if (!stream)
        {
            await client.Messages.Create(Sdk.Hi(cloud.Model), cancel);
            return;
        }
        await foreach (var _ in client.Messages.CreateStreaming(Sdk.Hi(cloud.Model), cancel)) { }
    }

    private static async Task<string> Chat(Uri url, bool stream, CancellationToken cancel)
    {
        using var chat = Sdk.Client(url)
            .AsIChatClient("claude-opus-5-5")
            .AsBuilder()
            .UseFunctionInvocation()
            .Build();
        var options = new ChatOptions
        {
            Tools = [AIFunctionFactory.Create(Weather, "get_weather")],
        };
        return stream
            ? string.Concat(
                await chat.GetStreamingResponseAsync("hi", options, cancel).ToListAsync(cancel)
            )
            : (await chat.GetResponseAsync("hi", options, cancel)).Text;
    }

    private static string Weather(string location) => location + ": 18 °C";
}
