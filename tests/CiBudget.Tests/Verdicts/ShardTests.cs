using static CiBudget.Tests.Verdicts.RuleRun;

namespace CiBudget.Tests.Verdicts;

public sealed class ShardTests
{
    [Test]
    public void Missing_shards_are_named()
    {
        using var run = new CheckedRun();
        run.Ledger(Writer with { Shard = 2 }, run.Call("A", 1));

        Expect(
            run,
            NoLimits with
            {
                Shards = 3,
            },
            Outcome.Unmeasured,
            "/repo/cibudget.json: error CIB018: shards 1, 3 of 3 have no ledger here: what they spent is not known."
        );
        run.Options = run.Options with { Shards = 2 };
        Expect(
            run,
            NoLimits with
            {
                Shards = 3,
            },
            Outcome.Unmeasured,
            "/repo/cibudget.json: error CIB018: shard 1 of 2 has no ledger here: what it spent is not known."
        );
        run.Ledger(Writer with { Shard = 1 }, run.Call("A", 1));
        Assert.That(run.Check(NoLimits).Diagnostics, Is.Empty);
    }

    [Test]
    public void A_shard_that_says_how_many_there_are_makes_the_others_missed()
    {
        using var run = new CheckedRun();
        run.Ledger(Writer with { Shard = 2, Shards = 3 }, run.Call("A", 1));

        Expect(
            run,
            NoLimits,
            Outcome.Unmeasured,
            "/repo/cibudget.json: error CIB018: shards 1, 3 of 3 have no ledger here: what they spent is not known."
        );
        run.Options = run.Options with { Shards = 0 };
        Assert.That(run.Check(NoLimits).Diagnostics, Is.Empty, "a gate that sees one shard only");
    }

    [Test]
    public void A_shard_whose_job_ran_twice_is_named()
    {
        using var run = new CheckedRun();
        var one = new LedgerProcess { Shard = 1, Shards = 2 };
        run.Ledger(one with { Id = "p1", Run = "monday" }, run.Call("A", 1));
        run.Ledger(one with { Id = "p2", Run = "monday", Shard = 2 }, run.Call("A", 1));
        Assert.That(run.Check(NoLimits).Diagnostics, Is.Empty);

        run.Ledger(one with { Id = "p3", Run = "tuesday", Shard = 2 }, run.Call("A", 1));

        Expect(
            run,
            NoLimits,
            Outcome.Unmeasured,
            "p3.ledger.jsonl: error CIB019: shard 2 is there with the ledgers of 2 runs: 'monday', 'tuesday'. Keep one, or give them one CIBUDGET_RUN if each did a part of the tests."
        );
    }

    [TestCase(11, "2, 3, 4, 5, 6, 7, 8, 9, 10, 11")]
    [TestCase(13, "2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 2 more")]
    public void Ten_missing_shards_are_named_and_the_rest_counted(int shards, string named)
    {
        using var run = new CheckedRun();
        run.Ledger(Writer with { Shard = 1, Shards = shards }, run.Call("A", 1));

        Expect(
            run,
            Outcome.Unmeasured,
            $"/repo/cibudget.json: error CIB018: shards {named} of {shards} have no ledger here: what they spent is not known."
        );
    }

    [Test]
    public void What_is_wrong_with_a_shards_ledger_names_the_shard()
    {
        using var run = new CheckedRun();
        using (var writer = new LedgerWriter(run.Path, Writer with { Shard = 1, Shards = 1 }))
        {
            writer.Append(run.Call("A", 10));
            writer.Close(inFlight: 1, unmetered: 2);
        }

        Expect(
            run,
            Outcome.Unmeasured,
            "p.ledger.jsonl(3,1): error CIB012: shard 1: 1 call of this process had not ended when its ledger was closed, and is not counted.",
            "p.ledger.jsonl(3,1): error CIB013: shard 1: 2 calls left this process for a Claude host without being metered."
        );
    }

    [TestCase("cba", "3 runs: 'a', 'b', 'c'")]
    [TestCase("dbac", "4 runs: 'a', 'b', 'c' …")]
    public void Three_of_the_runs_of_a_shard_are_named(string runs, string named)
    {
        using var run = new CheckedRun();
        foreach (var name in runs)
            run.Ledger(
                new LedgerProcess
                {
                    Id = "p-" + name,
                    Run = name.ToString(),
                    Shard = 1,
                },
                run.Call("A", 1)
            );

        Expect(
            run,
            Outcome.Unmeasured,
            $"p-{runs[0]}.ledger.jsonl: error CIB019: shard 1 is there with the ledgers of {named}. Keep one, or give them one CIBUDGET_RUN if each did a part of the tests."
        );
    }

    [Test]
    public void The_most_shards_that_are_said_are_expected_and_the_budgets_word_is_more()
    {
        using var run = new CheckedRun();
        run.Ledger(
            new LedgerProcess
            {
                Id = "p1",
                Shard = 1,
                Shards = 2,
            },
            run.Call("A", 1)
        );
        run.Ledger(
            new LedgerProcess
            {
                Id = "p2",
                Shard = 2,
                Shards = 3,
            },
            run.Call("A", 1)
        );

        Assert.That(
            run.Findings(NoLimits).Single(),
            Does.Contain("shard 3 of 3 has no ledger here")
        );
        Assert.That(
            run.Findings(NoLimits with { Shards = 4 }).Single(),
            Does.Contain("shards 3, 4 of 4 have no ledger here")
        );
        Assert.That(run.Findings(NoLimits with { Shards = 2 }), Is.Empty);
    }

    [Test]
    public void Two_ledgers_of_one_process_of_a_shard_name_the_shard()
    {
        using var run = new CheckedRun();
        var path = run.Ledger(Writer with { Shard = 2 }, run.Call("A", 10), run.Call("A", 10));
        var lines = System.IO.File.ReadAllLines(path);
        System.IO.File.WriteAllLines(
            Path.Combine(run.Path, "a.ledger.jsonl"),
            [lines[0], lines[1], """{"v":2,"kind":"end","lines":2}"""]
        );
        run.Ledger("q", run.Call("A", 1));

        Assert.That(
            run.Findings(NoLimits).Single(),
            Does.StartWith(
                "a.ledger.jsonl: error CIB019: shard 2: the ledger of process 'p' is there twice"
            )
        );
    }
}
