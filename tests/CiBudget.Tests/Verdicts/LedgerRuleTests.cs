using static CiBudget.Tests.Verdicts.RuleRun;

namespace CiBudget.Tests.Verdicts;

public sealed class LedgerRuleTests
{
    [Test]
    public void A_check_can_be_cancelled()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 1));
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();

        Assert.That(
            () =>
                BudgetCheck.Run(NoLimits, CheckedRun.Prices, [run.Path], run.Options, cancel.Token),
            Throws.InstanceOf<OperationCanceledException>()
        );
    }

    [Test]
    public void A_process_that_was_killed_leaves_its_ledger_unclosed()
    {
        using var run = new CheckedRun();
        using (var writer = new LedgerWriter(run.Path, Writer))
            writer.Append(run.Call("A", 10));

        Expect(
            run,
            NoLimits,
            Rule.UnclosedLedger,
            Outcome.Unmeasured,
            "p.ledger.jsonl(2,1): error CIB012: this process ended without closing its ledger: calls that were in flight are not counted."
        );
        Assert.That(run.Check(NoLimits).Totals.Calls, Is.EqualTo(1));
    }

    [Test]
    public void Calls_in_flight_leave_the_ledger_unclosed()
    {
        using var run = new CheckedRun();
        using (var writer = new LedgerWriter(run.Path, Writer))
        {
            writer.Append(run.Call("A", 10));
            writer.Close(inFlight: 2, unmetered: 0);
        }

        Expect(
            run,
            NoLimits,
            Rule.UnclosedLedger,
            Outcome.Unmeasured,
            "p.ledger.jsonl(3,1): error CIB012: 2 calls of this process had not ended when its ledger was closed, and are not counted."
        );
    }

    [Test]
    public void A_torn_last_line_leaves_the_ledger_unclosed()
    {
        using var run = new CheckedRun();
        var path = run.Ledger("p", run.Call("A", 10));
        System.IO.File.AppendAllText(path, "{\"v\":2,\"kind\":\"ca");

        Expect(
            run,
            NoLimits,
            Rule.UnclosedLedger,
            Outcome.Unmeasured,
            "p.ledger.jsonl(4,1): error CIB012: this process ended without closing its ledger: calls that were in flight are not counted."
        );
    }

    [Test]
    public void Unmetered_calls_are_always_an_error()
    {
        using var run = new CheckedRun();
        using (var writer = new LedgerWriter(run.Path, Writer))
        {
            writer.Append(run.Call("A", 10));
            writer.Close(inFlight: 0, unmetered: 1);
        }

        Expect(
            run,
            Outcome.Unmeasured,
            "p.ledger.jsonl(3,1): error CIB013: 1 call left this process for a Claude host without being metered."
        );
    }

    [Test]
    public void A_blind_process_is_always_an_error()
    {
        using var run = new CheckedRun();
        run.Ledger(
            Writer with
            {
                Blind = "activity propagation is switched off",
            },
            run.Call("A", 10)
        );

        Expect(
            run,
            Outcome.Unmeasured,
            "p.ledger.jsonl(1,1): error CIB013: the calls of this process could not be seen: activity propagation is switched off."
        );
    }

    [Test]
    public void Lost_entries_are_always_an_error()
    {
        using var run = new CheckedRun();
        System.IO.File.WriteAllText(
            Path.Combine(run.Path, "p.ledger.jsonl"),
            Closed(
                """{"v":2,"kind":"process","id":"p"}""",
                """{"v":2,"kind":"call","endpoint":"messages","outcome":"answered","status":500,"usage":[]}"""
            )
        );

        Expect(
            run,
            Outcome.Unmeasured,
            "p.ledger.jsonl(3,1): error CIB014: 3 calls of this process could not be written here: make room on the disk and see to its access rights."
        );
    }

    [Test]
    public void A_line_that_cannot_be_read_is_named()
    {
        using var run = new CheckedRun();
        var path = run.Ledger("p", run.Call("A", 10));
        System.IO.File.WriteAllLines(
            path,
            ["rubbish", "rubbish", .. System.IO.File.ReadLines(path)]
        );

        Expect(
            run,
            Outcome.Unmeasured,
            "p.ledger.jsonl(1,1): error CIB004: this line of the ledger cannot be used: it is not a JSON object (and 1 more line like it). What it stood for is not counted."
        );
    }

    [Test]
    public void A_line_that_went_missing_is_noticed()
    {
        using var run = new CheckedRun();
        var path = run.Ledger("p", run.Call("A", 10), run.Call("A", 10));
        System.IO.File.WriteAllLines(
            path,
            System.IO.File.ReadLines(path).Where((_, index) => index != 1).ToList()
        );

        Expect(
            run,
            Outcome.Unmeasured,
            "p.ledger.jsonl(3,1): error CIB004: this line of the ledger cannot be used: it counts 3 lines, but 2 stand before it. What it stood for is not counted."
        );
    }

    [Test]
    public void A_ledger_without_its_opening_line_is_noticed()
    {
        using var run = new CheckedRun();
        var path = run.Ledger("p", run.Call("A", 10));
        System.IO.File.WriteAllLines(path, System.IO.File.ReadLines(path).Skip(1).ToList());

        Expect(
            run,
            Outcome.Unmeasured,
            "p.ledger.jsonl(1,1): error CIB004: this line of the ledger cannot be used: the opening line is missing. What it stood for is not counted."
        );
    }

    [TestCase(1)]
    [TestCase(3)]
    public void Another_schema_is_refused(int version)
    {
        using var run = new CheckedRun();
        System.IO.File.WriteAllText(
            Path.Combine(run.Path, "p.ledger.jsonl"),
            $"{{\"v\":{version},\"kind\":\"process\"}}\n{{\"v\":{version},\"kind\":\"call\"}}\n"
        );

        Expect(
            run,
            Budget.Empty,
            Outcome.Unmeasured,
            $"p.ledger.jsonl(1,1): error CIB017: another version of CiBudget wrote this line: it has schema version {version}; this version of CiBudget reads 2. Check it with that version."
        );
    }

    [Test]
    public void Two_ledgers_of_one_process_that_differ_are_named()
    {
        using var run = new CheckedRun();
        var path = run.Ledger("p", run.Call("A", 10), run.Call("A", 10));
        var lines = System.IO.File.ReadAllLines(path);
        System.IO.File.WriteAllLines(
            Path.Combine(run.Path, "a.ledger.jsonl"),
            [lines[0], lines[1], """{"v":2,"kind":"end","lines":2}"""]
        );

        Expect(
            run,
            Outcome.Unmeasured,
            "a.ledger.jsonl: error CIB019: the ledger of process 'p' is there twice with different content; the other is RUN/p.ledger.jsonl, which was counted. Keep one of them."
        );
        Assert.That(run.Check(NoLimits).Totals.Calls, Is.EqualTo(2));
    }

    [Test]
    public void A_ledger_that_is_still_written_is_judged_later()
    {
        using var run = new CheckedRun();
        using var running = new LedgerWriter(run.Path, Writer);
        running.Append(run.Call("A", 10));
        using (var ended = new LedgerWriter(run.Path, Writer with { Id = "q" }))
            ended.Append(run.Call("A", 10));
        run.Options = run.Options with { IsRunning = process => process.Id == "p" };

        Assert.That(
            run.Findings(NoLimits),
            Is.EqualTo(
                new[]
                {
                    "q.ledger.jsonl(2,1): error CIB012: this process ended without closing its ledger: calls that were in flight are not counted.",
                }
            )
        );
    }

    [TestCase("A", "B")]
    [TestCase("B", "A")]
    public void Of_calls_that_left_at_once_the_test_that_comes_first_by_name_is_named(
        string first,
        string second
    )
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("C", 10, "claude-new"),
            run.Call(first, 10, "claude-new") with
            {
                Time = CheckedRun.Start.AddSeconds(-1),
            },
            run.Call(second, 10, "claude-new") with
            {
                Time = CheckedRun.Start.AddSeconds(-1),
            }
        );

        Assert.That(
            run.Check(NoLimits).Diagnostics.Single().Message,
            Does.Contain("of 3 calls is not known, first in A.")
        );
    }

    [Test]
    public void Three_lines_that_cannot_be_read_are_counted()
    {
        using var run = new CheckedRun();
        var path = run.Ledger("p", run.Call("A", 10));
        System.IO.File.WriteAllLines(
            path,
            [.. System.IO.File.ReadLines(path), "rubbish", "rubbish", "rubbish"]
        );

        Expect(
            run,
            Outcome.Unmeasured,
            "p.ledger.jsonl(4,1): error CIB004: this line of the ledger cannot be used: it is not a JSON object (and 2 more lines like it). What it stood for is not counted."
        );
    }

    [Test]
    public void Ledgers_come_by_their_names()
    {
        using var run = new CheckedRun();
        foreach (var process in new[] { "q", "p" })
        {
            using var writer = new LedgerWriter(run.Path, Writer with { Id = process });
            writer.Append(run.Call("A", 1));
        }

        Assert.That(
            run.Check(NoLimits).Diagnostics.Select(diagnostic => Path.GetFileName(diagnostic.File)),
            Is.EqualTo(new[] { "p.ledger.jsonl", "q.ledger.jsonl" })
        );
    }

    [Test]
    public void A_call_whose_test_cannot_be_read_is_not_counted_and_its_line_is_named()
    {
        using var run = new CheckedRun();
        var path = run.Ledger("p", run.Call("A", 10));
        System.IO.File.WriteAllText(
            path,
            System
                .IO.File.ReadAllText(path)
                .Replace("\"name\":\"A\"", "\"name\":7", StringComparison.Ordinal)
        );

        Assert.That(
            run.Findings(
                    NoLimits with
                    {
                        Rules = new Dictionary<Rule, Severity> { [Rule.NoCalls] = Severity.Off },
                    }
                )
                .Single(),
            Does.StartWith(
                "p.ledger.jsonl(2,1): error CIB004: this line of the ledger cannot be used: "
            )
        );
        Assert.That(run.Check(NoLimits).Totals, Is.EqualTo(new Totals()));
    }

    [Test]
    public void An_empty_ledger_has_no_line_to_point_at()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 10));
        System.IO.File.WriteAllText(Path.Combine(run.Path, "q.ledger.jsonl"), "");

        Assert.That(run.Findings(NoLimits).Single(), Does.StartWith("q.ledger.jsonl: error CIB"));
    }
}
