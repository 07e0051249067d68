using System.Text;
using System.Text.Json;
using CiBudget.Tests.Shared;

namespace CiBudget.Replay.Conformance;

/// <summary>Exported mappings, played by the server that they were written for: each scenario under its name.</summary>
[Parallelizable(ParallelScope.All)]
public abstract class ExportConformance
{
    /// <summary>The only model that every format can name in an answer.</summary>
    private const string Opus = ClaudeReply.DefaultModel;

    private static readonly HttpClient Http = new();

    private static readonly Scenario ByModel = Scenario.Create(
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

    /// <summary>What the server must have been given, where its format can say it.</summary>
    protected static IEnumerable<Scenario> Exported => ScenarioCatalogue.All.Append(ByModel);

    /// <summary>The scenarios of the catalogue that both formats can say.</summary>
    protected static IEnumerable<string> Names =>
        ScenarioCatalogue.Names.Except(["reset-mid-stream", "stall"]);

    private static IEnumerable<TestCaseData<string, bool>> WithoutCounters =>
        Asked.Of(
            Names.Where(static name => Scenario.Find(name).Steps.All(static s => s.Times is null))
        );

    // By default one for each number of attempts: that the bytes of every failure are right is proven without a client.
    private static IEnumerable<Case> Failures =>
        TestEffort.Cases(Case.ForClients, static c => c.Attempts);

    /// <summary>Where the server plays a scenario; it ends in a slash.</summary>
    protected abstract Uri Url(string scenario);

    /// <summary>How many plain calls of the SDK reached a scenario.</summary>
    protected abstract Task<int> CallsOf(string scenario);

    [TestCaseSource(nameof(Failures))]
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

    [TestCaseSource(typeof(Case), nameof(Case.MidStreamForClients))]
    public async Task An_exported_stream_fails_in_its_middle(Case expected)
    {
        Exception? thrown = null;
        var events = 0;
        try
        {
            var stream = Sdk.Client(Url(expected.Name + "-mid-stream"))
                .Messages.CreateStreaming(Sdk.Hi());
            await foreach (var _ in stream)
                events++;
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

    [TestCaseSource(nameof(WithoutCounters))]
    public async Task The_body_and_the_headers_are_those_of_the_embedded_host(
        string name,
        bool stream
    )
    {
        using var played = EmbeddedHost.Play(Scenario.Find(name));

        // Both at once, since some answers are late.
        var asked = Ask(played.BaseUrl, Opus, stream, name);
        using var exported = await Ask(Url(name), Opus, stream, name);
        using var embedded = await asked;

        if (played.Calls.Unmatched().Count == 0)
        {
            await AssertSame(exported, embedded);
            return;
        }
        // CiBudget's own hosts say what was asked, besides.
        Assert.That(exported.StatusCode, Is.EqualTo(embedded.StatusCode));
        Assert.That(
            await exported.Content.ReadAsStringAsync(),
            Does.Contain($"CIB032: no step of scenario '{name}' answers this request")
        );
    }

    [TestCase("succeed-2-then-402", "200 200 402 402")]
    [TestCase("fail-2-then-recover", "402 402 200 200")]
    [TestCase("every-3rd-fails", "200 200 402 200 200 402 200")]
    [TestCase("cached-prompt", "200 200 200")]
    [TestCase("by-model", "529 402 402")]
    public async Task An_exported_sequence_is_played_in_order(string name, string expected)
    {
        using var played = EmbeddedHost.Play(Exported.Single(s => s.Name == name));
        var seen = new List<int>();
        while (seen.Count < expected.Split(' ').Length)
        {
            using var embedded = await Ask(played.BaseUrl, Opus, stream: false);
            using var exported = await Ask(Url(name), Opus, stream: false);
            seen.Add((int)exported.StatusCode);
            await AssertSame(exported, embedded);
        }

        Assert.That(string.Join(' ', seen), Is.EqualTo(expected));
    }

    [Test]
    public async Task Models_are_told_apart()
    {
        const string name = "opus-refused-haiku-served";

        using var opus = await Ask(Url(name), Opus, stream: false);
        using var haiku = await Ask(Url(name), "claude-haiku-5-5", stream: true);
        using var other = await Ask(Url(name), "claude-sonnet-5-5", stream: false);

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
    public async Task A_late_answer_is_late()
    {
        var answer = await RawAnswer.Of(Url("slow-first-byte"), stream: false);

        Assert.That(answer.FirstByteAfter, Is.GreaterThan(TimeSpan.FromMilliseconds(1990)));
    }

    /// <summary>Sends what the scenario answers: a batch's results are fetched, all else is a message.</summary>
    protected static Task<HttpResponseMessage> Ask(
        Uri baseUrl,
        string model,
        bool stream,
        string scenario = ""
    )
    {
        var url = baseUrl.ToString().TrimEnd('/');
        return scenario == "batch-results"
            ? Http.GetAsync(url + "/v1/messages/batches/msgbatch_1/results")
            : Http.PostAsync(
                url + "/v1/messages",
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

    protected static async Task AssertSame(
        HttpResponseMessage exported,
        HttpResponseMessage embedded
    )
    {
        var body = await exported.Content.ReadAsByteArrayAsync();
        var expected = await embedded.Content.ReadAsByteArrayAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(exported.StatusCode, Is.EqualTo(embedded.StatusCode));
            Assert.That(
                Encoding.UTF8.GetString(body),
                Is.EqualTo(Encoding.UTF8.GetString(expected))
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
                Assert.That(
                    exported.Headers.TryGetValues(header.Key, out var values) ? values : [],
                    Is.EqualTo(header.Value),
                    header.Key
                );
        }
    }
}
