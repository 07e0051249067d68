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

        var baseline = Baseline.Of(
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

    private static LedgerEntry Prompt(LedgerEntry call, long tokens) =>
        call with
        {
            MaxTokens = 100,
            Usage = [call.Usage[0] with { InputTokens = tokens }],
        };
}
