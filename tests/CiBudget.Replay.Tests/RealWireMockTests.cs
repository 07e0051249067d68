using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CiBudget.Replay.Conformance;

namespace CiBudget.Replay.Tests;

/// <summary>The exported mappings, played by WireMock itself.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class RealWireMockTests
{
    private static readonly HttpClient Http = new();

    private static readonly Scenario NoAnswer = Scenario.Of(
        "no-answer",
        new ScenarioStep { Fault = new StepFault { Kind = FaultKind.Reset } }
    );

    private static readonly Scenario ByModel = Scenario.Of(
        "by-model",
        ScenarioStep.Play("overloaded") with
        {
            Times = 1,
            When = new StepMatch { Model = "claude-opus-*", Stream = false },
        },
        ScenarioStep.Play("card-declined") with
        {
            When = new StepMatch { Path = "/v1/*", Model = "claude-opus-*" },
        }
    );

    private RealWireMock _wireMock = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        var scenarios = ScenarioCatalogue.All.Concat([NoAnswer, ByModel]);
        _wireMock = await RealWireMock.Start(
            scenarios
                .Select(static s => WireMockExport.Export(s, s.Name))
                .Where(static e => !e.Refused)
        );
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_wireMock is not null)
        {
            await _wireMock.DisposeAsync();
        }
    }

    [TestCaseSource(typeof(Case), nameof(Case.All))]
    public async Task An_exported_failure_throws_as_the_scenario_does(Case expected)
    {
        var thrown = Assert.CatchAsync(() =>
            Sdk.Client(Url(expected.Name)).Messages.Create(Sdk.Hi())
        )!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(thrown.GetType().FullName, Is.EqualTo(expected.Exception));
            Assert.That(thrown.Message, Does.Contain(expected.Says));
            Assert.That(await CallsOf(expected.Name), Is.EqualTo(expected.Attempts));
        }
    }

    [TestCaseSource(typeof(Case), nameof(Case.MidStream))]
    public async Task An_exported_stream_fails_in_its_middle(Case expected)
    {
        var name = expected.Name + "-mid-stream";
        Exception? thrown = null;
        var events = 0;
        try
        {
            await foreach (var _ in Sdk.Client(Url(name)).Messages.CreateStreaming(Sdk.Hi()))
            {
                events++;
            }
        }
        catch (Exception e)
        {
            thrown = e;
        }

        Assert.That(events, Is.EqualTo(4));
        Assert.That(
            thrown?.GetType().FullName,
            Is.EqualTo("Anthropic.Exceptions.AnthropicSseException")
        );
        Assert.That(thrown?.Message, Does.Contain(expected.Says));
    }

    [TestCase("tool-use", true)]
    [TestCase("tool-use", false)]
    [TestCase("success", true)]
    [TestCase("success", false)]
    [TestCase("success-stream", true)]
    [TestCase("wrong-organization", false)]
    [TestCase("cut-mid-stream", true)]
    [TestCase("cut-mid-stream", false)]
    [TestCase("credit-balance-too-low", false)]
    [TestCase("gateway-html", false)]
    [TestCase("rate-limited", false)]
    public async Task The_body_and_the_headers_are_those_of_the_embedded_host(
        string name,
        bool stream
    )
    {
        using var played = EmbeddedHost.Play(Scenario.Find(name));
        // The one thing that is lost, and noted: a body that is cut by bytes names the usual model.
        var model = name == "cut-mid-stream" ? "claude-opus-5-5" : "claude-haiku-5-5";

        using var embedded = await Post(played.BaseUrl, model, stream);
        using var exported = await Post(Url(name), model, stream);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(exported.StatusCode, Is.EqualTo(embedded.StatusCode));
            Assert.That(
                await exported.Content.ReadAsStringAsync(),
                Is.EqualTo(await embedded.Content.ReadAsStringAsync())
            );
            Assert.That(
                exported.Content.Headers.ContentType?.ToString(),
                Is.EqualTo(embedded.Content.Headers.ContentType?.ToString())
            );
            foreach (
                var header in embedded.Headers.Where(static h =>
                    h.Key is not ("Date" or "Transfer-Encoding")
                )
            )
            {
                Assert.That(
                    exported.Headers.GetValues(header.Key),
                    Is.EqualTo(header.Value),
                    header.Key
                );
            }
        }
    }

    [Test]
    public async Task A_good_answer_is_read_by_the_sdk_with_the_model_that_was_asked_for()
    {
        var message = await Sdk.Client(Url("success")).Messages.Create(Sdk.Hi("claude-sonnet-5-5"));

        Assert.That(message.Model.Raw(), Is.EqualTo("claude-sonnet-5-5"));
        Assert.That(message.Usage.OutputTokens, Is.EqualTo(8));
    }

    [TestCase("succeed-2-then-402", "200 200 402 402")]
    [TestCase("fail-2-then-recover", "402 402 200 200")]
    [TestCase("every-3rd-fails", "200 200 402 200 200 402 200")]
    [TestCase("cached-prompt", "200 200 200")]
    [TestCase("by-model", "529 402 402")]
    public async Task An_exported_sequence_is_played_in_order(string name, string expected)
    {
        var seen = new List<int>();
        while (seen.Count < expected.Split(' ').Length)
        {
            using var answer = await Post(Url(name), "claude-opus-5-5", stream: false);
            seen.Add((int)answer.StatusCode);
        }

        Assert.That(string.Join(' ', seen), Is.EqualTo(expected));
    }

    [Test]
    public async Task Models_are_told_apart()
    {
        using var opus = await Post(
            Url("opus-refused-haiku-served"),
            "claude-opus-5-5",
            stream: false
        );
        using var haiku = await Post(
            Url("opus-refused-haiku-served"),
            "claude-haiku-5-5",
            stream: true
        );
        using var other = await Post(
            Url("opus-refused-haiku-served"),
            "claude-sonnet-5-5",
            stream: false
        );

        Assert.That(
            new[] { opus, haiku, other }.Select(static a => (int)a.StatusCode),
            Is.EqualTo(new[] { 400, 200, 404 })
        );
        Assert.That(haiku.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/event-stream"));
        Assert.That(
            await other.Content.ReadAsStringAsync(),
            Does.Contain(
                "CIB032: no step of scenario 'opus-refused-haiku-served' answers this request"
            )
        );
    }

    [Test]
    public async Task A_path_with_stars_is_matched_and_its_lines_come()
    {
        using var answer = await Http.GetAsync(
            Url("batch-results") + "v1/messages/batches/msgbatch_1/results"
        );

        Assert.That(
            await answer.Content.ReadAsByteArrayAsync(),
            Is.EqualTo(
                await File.ReadAllBytesAsync(
                    Path.Combine(AppContext.BaseDirectory, "wire", "batch-results.jsonl")
                )
            )
        );
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

    [Test]
    public async Task A_late_answer_is_late()
    {
        var answer = await RawAnswer.Of(Url("slow-first-byte"), stream: false);

        Assert.That(answer.FirstByteAfter, Is.GreaterThan(TimeSpan.FromMilliseconds(1990)));
    }

    private Uri Url(string scenario) => new(_wireMock.BaseUrl, scenario + "/");

    private async Task<int> CallsOf(string scenario)
    {
        using var answer = await Http.PostAsJsonAsync(
            new Uri(_wireMock.BaseUrl, "__admin/requests/count"),
            new { method = "POST", urlPath = $"/{scenario}/v1/messages" }
        );
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return json.RootElement.GetProperty("count").GetInt32();
    }

    private static Task<HttpResponseMessage> Post(Uri baseUrl, string model, bool stream) =>
        Http.PostAsync(
            baseUrl.ToString().TrimEnd('/') + "/v1/messages",
            new StringContent(
                JsonSerializer.Serialize(
                    new
                    {
                        model,
                        max_tokens = 1,
                        stream,
                    }
                ),
                Encoding.UTF8,
                "application/json"
            )
        );
}
