using System.Text.Json;
using Anthropic.Models.Messages;

namespace CiBudget.Replay.Conformance;

/// <summary>Every scenario, played to the official SDK: exception, message, attempts.</summary>
[Parallelizable(ParallelScope.All)]
public abstract class SdkConformance
{
    protected abstract IPlayedScenario Play(Scenario scenario);

    [TestCaseSource(typeof(Case), nameof(Case.ForClients))]
    public void A_plain_call_throws(Case expected)
    {
        using var played = Play(Scenario.Find(expected.Name));

        var thrown = Assert.CatchAsync(() => Sdk.Ask(played))!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(thrown.GetType().FullName, Is.EqualTo(expected.Exception));
            Assert.That(thrown.Message, Does.Contain(expected.Says));
            Assert.That(played.Calls, Has.Count.EqualTo(expected.Attempts));
            Assert.That(played.Calls.Retries(), Has.Count.EqualTo(expected.Attempts - 1));
            Assert.That(played.Calls.Select(static c => c.Status), Is.All.EqualTo(expected.Status));
            Assert.That(
                Scenario.Find(expected.Name).Expected.For(Sdk.Version),
                Is.EqualTo(new SdkOutcome(expected.Exception, expected.Attempts)),
                "what the scenario says of itself"
            );
        }
    }

    [TestCaseSource(typeof(Case), nameof(Case.ForClients))]
    public async Task A_streamed_call_throws_before_its_first_event(Case expected)
    {
        using var played = Play(Scenario.Find(expected.Name));

        var (events, thrown) = await Sdk.Stream(played);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(events, Is.Empty);
            Assert.That(thrown?.GetType().FullName, Is.EqualTo(expected.Exception));
            Assert.That(played.Calls, Has.Count.EqualTo(expected.Attempts));
        }
    }

    [TestCaseSource(typeof(Case), nameof(Case.MidStreamForClients))]
    public async Task In_mid_stream_the_text_comes_then_the_exception_and_no_retry(Case expected)
    {
        var scenario = Scenario.Find(expected.Name + "-mid-stream");
        using var played = Play(scenario);

        var (events, thrown) = await Sdk.Stream(played);

        using (Assert.EnterMultipleScope())
        {
            // message_start, content_block_start and two deltas: the SDK keeps the ping to itself.
            Assert.That(events, Has.Count.EqualTo(4));
            Assert.That(
                thrown?.GetType().FullName,
                Is.EqualTo("Anthropic.Exceptions.AnthropicSseException")
            );
            Assert.That(thrown?.Message, Does.Contain(expected.Says));
            Assert.That(played.Calls, Has.Count.EqualTo(1));
            Assert.That(
                scenario.Expected.For(Sdk.Version, stream: true),
                Is.EqualTo(new SdkOutcome("Anthropic.Exceptions.AnthropicSseException", 1))
            );
        }
    }

    [TestCaseSource(typeof(Case), nameof(Case.MidStreamForClients))]
    public void A_mid_stream_scenario_fails_a_plain_call_as_a_whole(Case expected)
    {
        using var played = Play(Scenario.Find(expected.Name + "-mid-stream"));

        var thrown = Assert.CatchAsync(() => Sdk.Ask(played))!;

        Assert.That(thrown.GetType().FullName, Is.EqualTo(expected.Exception));
        Assert.That(played.Calls, Has.Count.EqualTo(expected.Attempts));
    }

    [Test]
    public async Task Success_answers_a_plain_call_with_the_usage_and_model_that_were_asked_for()
    {
        using var played = Play(Scenario.Find("success?inputTokens=2000&outputTokens=300"));

        var message = await Sdk.Ask(played, "claude-haiku-5-5");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(message.Usage.InputTokens, Is.EqualTo(2000));
            Assert.That(message.Usage.OutputTokens, Is.EqualTo(300));
            Assert.That(message.Model.Raw(), Is.EqualTo("claude-haiku-5-5"));
            Assert.That(played.Calls.Models, Is.EqualTo(new[] { "claude-haiku-5-5" }));
        }
    }

    [TestCase("success", 8)]
    [TestCase("success-stream", 8)]
    [TestCase("tool-use", 15)]
    [TestCase("cached-prompt", 8)]
    [TestCase("wrong-organization", 8)]
    [TestCase("slow-first-byte?delayMs=50", 8)]
    [TestCase("cut-mid-stream", 4)]
    public async Task A_good_stream_is_read_to_its_end_and_a_cut_one_looks_like_it(
        string name,
        int events
    )
    {
        using var played = Play(Scenario.Find(name));

        var (seen, failure) = await Sdk.Stream(played);

        Assert.That(failure, Is.Null);
        Assert.That(seen, Has.Count.EqualTo(events));
        Assert.That(
            Scenario.Find(name).Expected.For(Sdk.Version, stream: true),
            Is.EqualTo(new SdkOutcome(null, 1))
        );
    }

    [Test]
    public async Task Tool_use_asks_for_the_tool()
    {
        using var played = Play(Scenario.Find("tool-use"));

        var message = await Sdk.Ask(played);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(message.StopReason?.Raw(), Is.EqualTo("tool_use"));
            Assert.That(message.Content, Has.Count.EqualTo(3));
            Assert.That(message.Content[2].TryPickToolUse(out var tool), Is.True);
            Assert.That(tool!.Name, Is.EqualTo("get_weather"));
            Assert.That(tool.Input["location"].GetString(), Is.EqualTo("San Francisco, CA"));
            Assert.That(message.Usage.CacheReadInputTokens, Is.EqualTo(4096));
        }
    }

    [Test]
    public async Task A_cached_prompt_is_written_once_and_read_afterwards()
    {
        using var played = Play(Scenario.Find("cached-prompt"));

        var first = await Sdk.Ask(played);
        var second = await Sdk.Ask(played);
        var third = await Sdk.Ask(played);

        Assert.That(
            new[] { first, second, third }.Select(static m => m.Usage.CacheCreationInputTokens),
            Is.EqualTo(new long?[] { 4096, 0, 0 })
        );
        Assert.That(
            new[] { first, second, third }.Select(static m => m.Usage.CacheReadInputTokens),
            Is.EqualTo(new long?[] { 0, 4096, 4096 })
        );
    }

    [Test]
    public async Task Batch_results_come_line_by_line()
    {
        using var played = Play(Scenario.Find("batch-results"));

        var ids = new List<string>();
        await foreach (
            var line in Sdk.Client(played.BaseUrl)
                .Messages.Batches.ResultsStreaming("msgbatch_013Zva2CMHLNnXjNJJKqJ2EF")
        )
            ids.Add(line.CustomID);

        Assert.That(ids, Is.EqualTo(new[] { "a", "b", "c", "d" }));
    }

    [Test]
    public async Task A_reset_in_mid_stream_surfaces_once_and_is_not_retried([Values] bool stream)
    {
        var scenario = Scenario.Find("reset-mid-stream");
        using var played = Play(scenario);

        var thrown = stream
            ? (await Sdk.Stream(played)).Failure
            : Assert.CatchAsync(() => Sdk.Ask(played));

        Assert.That(thrown, Is.InstanceOf<IOException>());
        Assert.That(played.Calls, Has.Count.EqualTo(1));
        Assert.That(
            scenario.Expected.For(Sdk.Version, stream),
            Is.EqualTo(new SdkOutcome("System.IO.IOException", 1))
        );
    }

    [Test]
    public async Task A_cut_in_mid_stream_surfaces_once_and_is_not_retried([Values] bool stream)
    {
        var scenario = Scenario.Create(
            "cut",
            Broken(FaultKind.Cut, afterEvents: 4, afterBytes: 40)
        );
        using var played = Play(scenario);

        var thrown = stream
            ? (await Sdk.Stream(played)).Failure
            : Assert.CatchAsync(() => Sdk.Ask(played));

        Assert.That(thrown, Is.InstanceOf<IOException>());
        Assert.That(played.Calls, Has.Count.EqualTo(1));
        Assert.That(
            scenario.Expected.For(Sdk.Version, stream),
            Is.EqualTo(new SdkOutcome("System.IO.IOException", 1))
        );
    }

    [Test]
    public void A_plain_answer_that_ends_early_cannot_be_read()
    {
        var scenario = Scenario.Create(
            "cut",
            Broken(FaultKind.Truncate, afterEvents: 5, afterBytes: 120)
        );
        using var played = Play(scenario);

        var thrown = Assert.CatchAsync(() => Sdk.Ask(played));

        Assert.That(thrown, Is.InstanceOf<JsonException>());
        Assert.That(
            scenario.Expected.For(Sdk.Version),
            Is.EqualTo(new SdkOutcome("System.Text.Json.JsonException", 1))
        );
    }

    [Test]
    public async Task A_fault_that_waits_for_events_leaves_a_plain_answer_whole(
        [Values(FaultKind.Truncate, FaultKind.Cut, FaultKind.Reset, FaultKind.Stall)] FaultKind kind
    )
    {
        var scenario = Scenario.Create("events", Broken(kind, afterEvents: 5));
        using var played = Play(scenario);

        await Sdk.Ask(played);

        Assert.That(played.Calls.Select(static c => c.Failed), Is.EqualTo(new[] { false }));
        Assert.That(scenario.Expected.For(Sdk.Version), Is.EqualTo(new SdkOutcome(null, 1)));
    }

    [Test]
    public async Task Cut_mid_stream_leaves_a_plain_answer_whole()
    {
        using var played = Play(Scenario.Find("cut-mid-stream"));

        Assert.That((await Sdk.Ask(played)).Usage.OutputTokens, Is.EqualTo(142));
    }

    [Test]
    public async Task Free_questions_are_answered_and_use_nothing_up()
    {
        using var played = Play(Scenario.Find("succeed-1-then-402"));
        var client = Sdk.Client(played.BaseUrl);

        var tokens = await client.Messages.CountTokens(
            new() { Model = "claude-opus-5-5", Messages = [new UserMessageParam("hi")] }
        );
        var models = await client.Models.List();
        var model = await client.Models.Retrieve("claude-haiku-5-5");
        await Sdk.Ask(played);
        var refused = Assert.CatchAsync(async () => await client.Models.List())!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(tokens.InputTokens, Is.EqualTo(12));
            Assert.That(models.Items.Select(static m => m.ID), Has.Member("claude-opus-5-5"));
            Assert.That(model.ID, Is.EqualTo("claude-haiku-5-5"));
            Assert.That(
                refused.GetType().FullName,
                Is.EqualTo("Anthropic.Exceptions.AnthropicPaymentRequiredException")
            );
            Assert.That(
                played.Calls.Select(static c => c.Step),
                Is.EqualTo(new int?[] { 0, 0, 0, 0, 1 })
            );
        }
    }

    [Test]
    public void No_answer_at_all_is_tried_three_times(
        [Values(FaultKind.Cut, FaultKind.Reset)] FaultKind kind
    )
    {
        var scenario = Scenario.Create("gone", Broken(kind));
        using var played = Play(scenario);

        var thrown = Assert.CatchAsync(() => Sdk.Ask(played))!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                thrown.GetType().FullName,
                Is.EqualTo("Anthropic.Exceptions.AnthropicIOException")
            );
            Assert.That(played.Calls, Has.Count.EqualTo(3));
            Assert.That(played.Calls.Select(static c => c.Status), Is.All.Null);
            Assert.That(
                scenario.Expected.For(Sdk.Version),
                Is.EqualTo(new SdkOutcome("Anthropic.Exceptions.AnthropicIOException", 3))
            );
        }
    }

    [Test]
    public async Task A_product_can_switch_to_a_cheaper_model()
    {
        using var played = Play(Scenario.Find("opus-refused-haiku-served"));

        var thrown = Assert.CatchAsync(() => Sdk.Ask(played, "claude-opus-5-5"))!;
        var answer = await Sdk.Ask(played, "claude-haiku-5-5");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(thrown.Message, Does.Contain("Your credit balance is too low"));
            Assert.That(answer.Model.Raw(), Is.EqualTo("claude-haiku-5-5"));
            Assert.That(
                played.Calls.Models,
                Is.EqualTo(new[] { "claude-opus-5-5", "claude-haiku-5-5" })
            );
            Assert.That(played.Calls.AfterFailure(), Has.Count.EqualTo(1));
        }
    }

    [TestCase("fail-2-then-recover?failure=overloaded", new[] { 3, 1 })]
    [TestCase("every-2nd-fails?failure=529", new[] { 1, 2, 2 })]
    public async Task Retries_carry_a_call_over_a_failure_that_passes(string name, int[] attempts)
    {
        var scenario = Scenario.Find(name);
        using var played = Play(scenario);

        var seen = new List<int>();
        for (var before = 0; seen.Count < attempts.Length; before = played.Calls.Count)
        {
            await Sdk.Ask(played);
            seen.Add(played.Calls.Count - before);
        }

        Assert.That(seen, Is.EqualTo(attempts));
        Assert.That(
            scenario
                .Expected.Calls(Sdk.Version)
                .Take(attempts.Length)
                .Select(static o => o.Attempts),
            Is.EqualTo(attempts)
        );
    }

    [Test]
    public async Task A_request_that_no_step_answers_is_told_what_was_asked_and_what_exists()
    {
        using var played = Play(Scenario.Find("batch-results"));

        var thrown = Assert.CatchAsync(() => Sdk.Ask(played))!;
        await Task.CompletedTask;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                thrown.GetType().FullName,
                Is.EqualTo("Anthropic.Exceptions.AnthropicNotFoundException")
            );
            Assert.That(
                thrown.Message,
                Does.Contain(
                    "CIB032: scenario 'batch-results' got POST /v1/messages (model claude-opus-5-5, no stream); no step answers it. "
                        + "Its steps answer: 1. GET /v1/messages/batches/*/results."
                )
            );
            Assert.That(played.Calls.Unmatched(), Has.Count.EqualTo(1));
        }
    }

    private static ScenarioStep Broken(
        FaultKind kind,
        int? afterEvents = null,
        int? afterBytes = null
    ) =>
        ScenarioStep.Reply(new ClaudeReply()) with
        {
            Fault = new StepFault
            {
                Kind = kind,
                AfterEvents = afterEvents,
                AfterBytes = afterBytes,
            },
        };
}
