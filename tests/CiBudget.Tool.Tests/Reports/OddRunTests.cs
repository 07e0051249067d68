namespace CiBudget.Tool.Tests.Reports;

/// <summary>Reports of runs that nobody plans for.</summary>
public sealed class OddRunTests
{
    [Test]
    public void Markdown_of_very_many_tests_fits_in_a_comment()
    {
        using var run = new CheckedRun();
        var tests = TestEffort.Rounds(few: 20_000, thorough: 100_000);
        run.Ledger(
            "p",
            [.. Enumerable.Range(0, tests).Select(i => run.Call($"Shop.Tests.T{i}", 10))]
        );
        var verdict = run.Check(
            CheckedRun.Budget(
                new Limit { Max = 1.99m },
                new Limit
                {
                    Scope = LimitScope.EachTest,
                    Metric = Metric.OutputTokens,
                    Max = 9,
                }
            )
        );

        // A comment on GitHub holds 65,536 characters.
        Assert.That(MarkdownReport.Render(verdict).Length, Is.LessThan(65_536));
    }

    [Test]
    public void A_page_of_a_clock_that_jumps_is_whole()
    {
        using var run = new CheckedRun();
        TimeSpan[] jumps =
        [
            TimeSpan.Zero,
            TimeSpan.FromHours(-3),
            TimeSpan.FromDays(400),
            CheckedRun.Start - DateTimeOffset.MinValue.AddDays(1),
            TimeSpan.FromTicks(-1),
        ];
        run.Ledger(
            "p",
            [
                .. jumps.Select(jump =>
                    run.Call("T", 100) with
                    {
                        Time = CheckedRun.Start - jump,
                        DurationMs = -jump.TotalMilliseconds,
                    }
                ),
            ]
        );

        Assert.That(HtmlReport.Render(run.Check(CheckedRun.Budget())), Does.Contain("</html>"));
    }

    [Test]
    public void A_test_without_a_price_is_said_to_have_none_beside_its_baseline()
    {
        var baseline = new Baseline
        {
            Tests = new Dictionary<string, BaselineTest> { ["A.x"] = new(0.3m, 1) },
        };
        var verdict = new Verdict
        {
            Tests = [Sample.Test("A.x", new Totals { Calls = 1, UnpricedCalls = 1 })],
        };

        Assert.That(
            MarkdownReport.Render(verdict, baseline),
            Does.Contain("| A.x | $0.3000 | unpriced | ? | **unpriced** |")
        );
    }

    [Test]
    public void What_was_reserved_is_in_the_JSON()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 1000) with { EstimatedUsd = 0.12m });

        Assert.That(
            JsonReport.Render(run.Check(CheckedRun.Budget())),
            Does.Contain("\"reservedUsd\": 0.12")
        );
    }
}
