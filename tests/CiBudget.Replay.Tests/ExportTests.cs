using System.Text.Json;

namespace CiBudget.Replay.Tests;

public sealed class ExportTests
{
    private static readonly string[] Broken = ["reset-mid-stream", "stall"];

    [TestCaseSource(typeof(ScenarioCatalogue), nameof(ScenarioCatalogue.Names))]
    public void WireMock_gets_all_but_what_breaks_in_the_middle(string name)
    {
        var export = WireMockExport.Export(Scenario.Find(name));

        Assert.That(export.Refused, Is.EqualTo(Broken.Contains(name)));
        if (export.Refused)
            Assert.That(
                export.Notes,
                Has.Some.StartsWith($"CIB034: {name}, step 1: WireMock cannot ")
                    .And.Some.EndsWith("not exported.")
            );
        else
        {
            Assert.That(
                export.Notes,
                name switch
                {
                    "success-stream" => Has.Some.Contains("paces a body by size"),
                    "tool-use" => Has.Some.Contains(
                        "that brings the result of a tool is answered like any other"
                    ),
                    _ when Scenario.Find(name).Steps.Any(static s => s.Times is not null) =>
                        Has.Some.Contains("counts exactly only while calls come one after another"),
                    _ => Is.Empty,
                }
            );
            Assert.That(export.Notes, Is.Unique);
            Assert.That(() => JsonDocument.Parse(export.Json!).Dispose(), Throws.Nothing);
        }
    }

    [TestCaseSource(typeof(ScenarioCatalogue), nameof(ScenarioCatalogue.Names))]
    public void WireMock_net_gets_all_but_what_breaks_and_is_told_what_it_loses(string name)
    {
        var scenario = Scenario.Find(name);

        var export = WireMockNetExport.Export(scenario);

        Assert.That(export.Refused, Is.EqualTo(Broken.Contains(name)));
        Assert.That(export.Notes, Is.All.StartsWith($"CIB034: {name}, step "));
        Assert.That(export.Notes, Is.Unique);
        if (scenario.Steps.Any(static s => s.Times is not null))
            Assert.That(
                export.Notes,
                Has.Some.Contains("counts exactly only while calls come one after another")
            );

        if (!export.Refused && scenario.Steps.Any(static s => s.Body is ReplyBody))
            Assert.That(
                export.Notes,
                Has.Some.Contains(
                    "the answer names claude-opus-5-5, whichever model the request asks for"
                )
            );
    }

    [Test]
    public void An_answer_that_ends_after_bytes_names_one_model_and_says_so()
    {
        var scenario = Scenario.Create(
            "cut",
            ScenarioStep.Reply(new ClaudeReply()) with
            {
                Fault = new StepFault { Kind = FaultKind.Truncate, AfterBytes = 120 },
            }
        );

        Assert.That(
            WireMockExport.Export(scenario).Notes,
            Has.Exactly(1).Contains("ends after a number of bytes always names claude-opus-5-5")
        );
    }

    [Test]
    public void A_cycle_that_is_told_apart_by_request_is_refused()
    {
        var scenario = new Scenario
        {
            Name = "two-cycles",
            Cycle = true,
            Steps =
            [
                ScenarioStep.Play("overloaded") with
                {
                    Times = 1,
                    When = new StepMatch { Model = "a" },
                },
                ScenarioStep.Play("success") with
                {
                    Times = 1,
                },
            ],
        };

        Assert.That(WireMockExport.Export(scenario).Refused, Is.True);
        Assert.That(
            WireMockNetExport.Export(scenario).Notes,
            Has.Some.StartsWith(
                "CIB034: two-cycles: a scenario that cycles is told apart by request"
            )
        );
    }

    [Test]
    public void A_sequence_becomes_states_of_wiremock_net()
    {
        using var json = JsonDocument.Parse(
            WireMockNetExport.Export(Scenario.Find("fail-2-then-recover"), "shop").Json!
        );

        var first = json.RootElement[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                first.GetProperty("Scenario").GetString(),
                Is.EqualTo("fail-2-then-recover step 1")
            );
            Assert.That(first.TryGetProperty("WhenStateIs", out _), Is.False);
            Assert.That(first.GetProperty("SetStateTo").GetString(), Is.EqualTo("used up"));
            Assert.That(first.GetProperty("TimesInSameState").GetInt32(), Is.EqualTo(2));
            Assert.That(
                first
                    .GetProperty("Request")
                    .GetProperty("Path")
                    .GetProperty("Matchers")[0]
                    .GetProperty("Pattern")
                    .GetString(),
                Is.EqualTo("/shop/*")
            );
            Assert.That(
                first.GetProperty("Response").GetProperty("StatusCode").GetInt32(),
                Is.EqualTo(402)
            );
            Assert.That(
                json.RootElement.EnumerateArray()
                    .Skip(1)
                    .Select(static m => m.TryGetProperty("Scenario", out _)),
                Is.All.False
            );
        }
    }

    [Test]
    public void A_cycle_of_wiremock_net_comes_round()
    {
        using var json = JsonDocument.Parse(
            WireMockNetExport.Export(Scenario.Find("every-3rd-fails?failure=overloaded")).Json!
        );

        var states = json
            .RootElement.EnumerateArray()
            .Where(static m => m.TryGetProperty("Scenario", out _))
            .Select(static m =>
                (
                    m.GetProperty("Response").GetProperty("StatusCode").GetInt32(),
                    m.TryGetProperty("WhenStateIs", out var when) ? when.GetString() : null,
                    m.GetProperty("SetStateTo").GetString(),
                    m.GetProperty("TimesInSameState").GetInt32()
                )
            );

        // Success as a stream and plain, each for the first time and for the times it comes round.
        Assert.That(
            states,
            Is.EqualTo(
                new[]
                {
                    (200, null, "after 2", 2),
                    (200, "Started", "after 2", 2),
                    (200, null, "after 2", 2),
                    (200, "Started", "after 2", 2),
                    (529, "after 2", "Started", 1),
                }
            )
        );
    }
}
