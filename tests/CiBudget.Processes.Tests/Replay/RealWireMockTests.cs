using System.Net.Http.Json;
using System.Text.Json;
using CiBudget.Replay.Conformance;

namespace CiBudget.Replay.Tests;

/// <summary>The exported mappings, played by WireMock itself.</summary>
[Category("Npm")]
public sealed class RealWireMockTests : ExportConformance
{
    private static readonly HttpClient Http = new();

    private static readonly Scenario NoAnswer = Scenario.Create(
        "no-answer",
        new ScenarioStep { Fault = new StepFault { Kind = FaultKind.Reset } }
    );

    private RealWireMock _wireMock = null!;

    [OneTimeSetUp]
    public async Task Start() =>
        _wireMock = await RealWireMock.Start(
            Exported
                .Append(NoAnswer)
                .Select(static s => WireMockExport.Export(s, s.Name))
                .Where(static e => !e.Refused)
        );

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_wireMock is not null)
            await _wireMock.DisposeAsync();
    }

    [TestCase("tool-use", true)]
    [TestCase("tool-use", false)]
    [TestCase("success", true)]
    [TestCase("success-stream", true)]
    public async Task The_answer_names_the_model_that_was_asked_for(string name, bool stream)
    {
        using var played = EmbeddedHost.Play(Scenario.Find(name));

        using var embedded = await Ask(played.BaseUrl, "claude-haiku-5-5", stream);
        using var exported = await Ask(Url(name), "claude-haiku-5-5", stream);

        await AssertSame(exported, embedded);
    }

    [Test]
    public async Task A_good_answer_is_read_by_the_sdk_with_the_model_that_was_asked_for()
    {
        var message = await Sdk.Client(Url("success")).Messages.Create(Sdk.Hi("claude-sonnet-5-5"));

        Assert.That(message.Model.Raw(), Is.EqualTo("claude-sonnet-5-5"));
        Assert.That(message.Usage.OutputTokens, Is.EqualTo(8));
    }

    [Test]
    public void A_connection_that_is_reset_before_any_answer_is()
    {
        var thrown = Assert.CatchAsync(() =>
            Sdk.Client(Url("no-answer")).Messages.Create(Sdk.Hi())
        )!;

        Assert.That(
            thrown.GetType().FullName,
            Is.EqualTo("Anthropic.Exceptions.AnthropicIOException")
        );
    }

    protected override Uri Url(string scenario) => new(_wireMock.BaseUrl, scenario + "/");

    protected override async Task<int> CallsOf(string scenario)
    {
        using var answer = await Http.PostAsJsonAsync(
            new Uri(_wireMock.BaseUrl, "__admin/requests/count"),
            new Dictionary<string, object>
            {
                ["urlPath"] = $"/{scenario}/v1/messages",
                ["headers"] = new Dictionary<string, object>
                {
                    ["X-Stainless-Lang"] = new { equalTo = "csharp" },
                },
            }
        );
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return json.RootElement.GetProperty("count").GetInt32();
    }
}
