namespace CiBudget.Tests.Verdicts;

public sealed class ModelDemandTests
{
    [Test]
    public void A_call_that_failed_may_be_answered_the_next_time()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            Prompt(run.Call("A", 5), 300),
            run.Failure("A", 529, FailureKind.Overloaded) with
            {
                MaxTokens = 100,
            }
        );

        // The failed one counts as the longest prompt there was.
        Assert.That(
            run.Check(CheckedRun.Budget()).Demand.Single(),
            Is.EqualTo(
                new ModelDemand
                {
                    Model = "claude-one",
                    Calls = 2,
                    InputTokens = 600,
                    LongestPrompt = 300,
                    MaxTokens = 200,
                }
            )
        );
    }

    [Test]
    public void What_is_longer_than_max_tokens_was_not_held_by_it()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 101) with { MaxTokens = 100 });

        Assert.That(run.Check(CheckedRun.Budget()).Demand.Single().Uncapped, Is.EqualTo(1));
    }

    [Test]
    public void Messages_of_a_batch_have_no_max_tokens()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A", 5) with
            {
                Endpoint = ClaudeEndpoint.BatchResults,
                IsCall = false,
                MessageId = "msg_1",
            }
        );

        var demand = run.Check(CheckedRun.Budget()).Demand.Single();

        Assert.That((demand.Calls, demand.Uncapped), Is.EqualTo((1L, 1L)));
    }

    [Test]
    public void Replayed_calls_ask_for_nothing_unless_they_are_counted()
    {
        using var run = new CheckedRun();
        run.Ledger("p", Prompt(run.Call("A", 5), 300) with { Replayed = true });
        var counted = CheckedRun.Budget() with { Replayed = ReplayedCalls.Counted };

        Assert.That(run.Check(CheckedRun.Budget()).Demand, Is.Empty);
        Assert.That(run.Check(counted).Demand, Has.Count.EqualTo(1));
    }

    [Test]
    public void Several_runs_ask_for_the_most_of_each()
    {
        using var small = new CheckedRun();
        using var large = new CheckedRun();
        small.Ledger("p", Prompt(small.Call("A", 5), 300), Prompt(small.Call("A", 5), 300));
        large.Ledger("p", Prompt(large.Call("A", 5), 900));

        var baseline = Baseline.From(
            small.Check(CheckedRun.Budget()),
            large.Check(CheckedRun.Budget())
        );

        var model = baseline.Models!["claude-one"];
        Assert.That((model.Calls, model.LongestPrompt), Is.EqualTo((2L, 900L)));
        Assert.That(
            BaselineFile
                .Parse(System.Text.Encoding.UTF8.GetBytes(BaselineFile.Write(baseline)), "b")
                .Models,
            Is.EquivalentTo(baseline.Models)
        );
    }

    [Test]
    public void Every_count_is_taken_from_the_calls_and_the_most_of_two_runs_is_kept()
    {
        using var one = new CheckedRun();
        using var other = new CheckedRun();
        LedgerEntry Asked(CheckedRun run, long factor, long maxTokens, string? speed) =>
            run.Call("A", 0) with
            {
                MaxTokens = maxTokens,
                Usage =
                [
                    new()
                    {
                        Model = "claude-one",
                        InputTokens = 1 * factor,
                        CacheWrite5mTokens = 10 * factor,
                        CacheWrite1hTokens = 100 * factor,
                        CacheReadTokens = 1_000 * factor,
                        OutputTokens = 7,
                        WebSearchRequests = 2 * factor,
                        Speed = speed,
                    },
                ],
            };
        one.Ledger("p", Asked(one, 1, 500, "fast"), Asked(one, 2, 6, null));
        other.Ledger("p", Asked(other, 4, 7, "standard"), other.Call("A", 0));

        var first = one.Check(Budget.Empty).Demand.Single();
        var second = other.Check(Budget.Empty).Demand.Single();

        // 500 + 6 hold 14 tokens of output.
        var expected = new ModelDemand
        {
            Model = "claude-one",
            Calls = 2,
            InputTokens = 3,
            CacheTokens = 3_330,
            LongestPrompt = 2_222,
            MaxTokens = 506,
            WebSearches = 6,
            Fast = 1,
        };
        Assert.That(first, Is.EqualTo(expected));
        Assert.That(
            second,
            Is.EqualTo(
                new ModelDemand
                {
                    Model = "claude-one",
                    Calls = 2,
                    InputTokens = 4,
                    CacheTokens = 4_440,
                    LongestPrompt = 4_444,
                    MaxTokens = 7,
                    Uncapped = 1,
                    WebSearches = 8,
                }
            )
        );
        Assert.That(
            Baseline.From(one.Check(Budget.Empty), other.Check(Budget.Empty)).Models!["claude-one"],
            Is.EqualTo(
                expected with
                {
                    InputTokens = 4,
                    CacheTokens = 4_440,
                    LongestPrompt = 4_444,
                    Uncapped = 1,
                    WebSearches = 8,
                }
            )
        );
    }

    [Test]
    public void A_call_that_names_no_model_asks_for_one_without_name()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Failure("A", 529, FailureKind.Overloaded) with { RequestModel = null });

        Assert.That(run.Check(Budget.Empty).Demand.Single().Model, Is.EqualTo("(unnamed)"));
    }

    [Test]
    public void Models_come_by_name_and_fast_mode_of_several_tests_is_kept()
    {
        using var run = new CheckedRun();
        LedgerEntry Fast(string test, string model, decimal? reserved = null) =>
            run.Call(test, 0, model) with
            {
                EstimatedUsd = reserved,
                Usage =
                [
                    new()
                    {
                        Model = model,
                        OutputTokens = 1,
                        Speed = "fast",
                    },
                ],
            };
        run.Ledger(
            "p",
            Fast("A", "claude-two"),
            Fast("B", "claude-one"),
            Fast("A", "claude-one"),
            Fast("C", "claude-tall"),
            Fast("C", "claude-tall", 0.1m),
            run.Call("C", 1, "claude-tall")
        );

        Assert.That(
            run.Check(Budget.Empty).Demand.Select(demand => (demand.Model, demand.Fast)),
            Is.EqualTo(new[] { ("claude-one", 1L), ("claude-tall", 1L), ("claude-two", 1L) })
        );
    }

    private static LedgerEntry Prompt(LedgerEntry call, long tokens) =>
        call with
        {
            MaxTokens = 100,
            Usage = [call.Usage[0] with { InputTokens = tokens }],
        };
}
