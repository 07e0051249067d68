using System.Text;
using CiBudget.Replay.Conformance;

namespace CiBudget.WireMock.Tests;

/// <summary>WireMock.Net beside the embedded server, as a socket sees them: nothing differs but the date.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class SameBytesTests
{
    // How long a stall is listened to. What does not stall has all the time that a busy machine needs.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);

    private static IEnumerable<TestCaseData<string, bool>> Everything =>
        Asked.Of(ScenarioCatalogue.Names);

    [TestCaseSource(nameof(Everything))]
    public async Task Every_scenario_gives_the_same_answer(string name, bool stream) =>
        await AssertSame(Scenario.Find(name), stream);

    [TestCase(204, "")]
    [TestCase(304, "")]
    [TestCase(402, "")]
    [TestCase(529, "x")]
    public async Task Every_status_does(int status, string body) =>
        await AssertSame(
            Scenario.Create(
                "status",
                new ScenarioStep { Status = status, Body = StepBody.Text(body) }
            )
        );

    [Test]
    public async Task Headers_that_WireMock_Net_leaves_out_and_bytes_that_are_no_text_do() =>
        await AssertSame(
            Scenario.Create(
                "odd",
                new ScenarioStep
                {
                    Headers = new Dictionary<string, string?>
                    {
                        ["referer"] = "here",
                        ["range"] = "bytes=1-2",
                        ["x-empty"] = "",
                        ["request-id"] = null,
                    },
                    Body = new FixedBody(new byte[] { 0xff, 0, 0xfe }, "image/png"),
                }
            )
        );

    [TestCase("/v1/no such path")]
    [TestCase("/other")]
    [TestCase("/")]
    public async Task A_request_that_no_step_answers_does(string path) =>
        await AssertSame(
            Scenario.Find("batch-results"),
            path: Uri.EscapeDataString(path).Replace("%2F", "/")
        );

    private static async Task AssertSame(
        Scenario scenario,
        bool stream = false,
        string path = "/v1/messages"
    )
    {
        using var embedded = EmbeddedHost.Play(scenario);
        using var wireMock = WireMockHost.Play(scenario);

        TimeSpan? patience = scenario.Steps.Any(Stalls) ? Silence : null;

        // Both at once, since some answers are late.
        var asked = RawAnswer.Of(embedded.BaseUrl, stream, patience, path);
        var answer = await RawAnswer.Of(wireMock.BaseUrl, stream, patience, path);
        var expected = await asked;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Ending, Is.EqualTo(expected.Ending));
            Assert.That(answer.Lines, Is.EqualTo(expected.Lines));
            Assert.That(
                Encoding.Latin1.GetString(answer.Body),
                Is.EqualTo(Encoding.Latin1.GetString(expected.Body))
            );
            Assert.That(
                answer.Chunks.Select(static c => c.Bytes.Length),
                Is.EqualTo(expected.Chunks.Select(static c => c.Bytes.Length))
            );
            Assert.That(
                wireMock.Calls.Single() with
                {
                    Time = default,
                },
                Is.EqualTo(embedded.Calls.Single() with { Time = default })
            );
        }
    }

    private static bool Stalls(ScenarioStep step) => step.Fault?.Kind == FaultKind.Stall;
}
