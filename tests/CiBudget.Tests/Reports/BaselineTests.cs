using System.Text;

namespace CiBudget.Tests.Reports;

public sealed class BaselineTests
{
    [Test]
    public void A_written_baseline_reads_back()
    {
        var read = Parse(BaselineFile.Write(Sample.Baseline()));

        Assert.That(read.Total, Is.EqualTo(Sample.Baseline().Total));
        Assert.That(read.Tests, Is.EquivalentTo(Sample.Baseline().Tests));
    }

    [Test]
    public void Names_read_well_in_a_diff_and_hide_nothing()
    {
        var tests = new Dictionary<string, BaselineTest>
        {
            ["Refund(\"返金\u202E\")"] = new(0.1m, 1),
        };

        var text = BaselineFile.Write(new Baseline { Tests = tests });

        Assert.That(text, Does.Contain("\"Refund(\\\"返金\\u202E\\\")\""));
        Assert.That(Parse(text).Tests, Is.EquivalentTo(tests));
    }

    [TestCase("{ \"version\": 2 }", 1, 14, "the only one")]
    [TestCase(
        "{\n  \"version\": 1,\n  \"totals\": {} }",
        3,
        3,
        "\"totals\" is not known; the keys are version, total, tests"
    )]
    [TestCase("{ \"version\": 1, \"tests\": {} }", 1, 29, "\"total\" is missing")]
    [TestCase("{ \"total\": { \"costUsd\": \"1\", \"calls\": 1 } }", 1, 25, "a number of dollars")]
    [TestCase("{ \"total\": { \"costUsd\": 1, \"calls\": 1.5 } }", 1, 37, "a whole number")]
    [TestCase("{ \"tests\": { \"é\": { \"costUsd\": 1 } } }", 1, 34, "both costUsd and calls")]
    [TestCase(
        "{ \"tests\": { \"a\": { \"costUsd\": 1, \"calls\": 1 },\n \"a\": {} } }",
        2,
        2,
        "\"a\" is there twice"
    )]
    [TestCase("[]", 1, 1, "an object is expected")]
    [TestCase("{ \"version\": 1,\n  oops }", 2, 3, "not valid JSON")]
    [TestCase("", 1, 1, "not valid JSON")]
    public void A_fault_is_named_with_its_place(string text, int line, int column, string what)
    {
        var fault = Assert.Throws<BudgetFileException>(() => Parse(text))!;

        Assert.That(fault.Code, Is.EqualTo("CIB027"));
        Assert.That(fault.Path, Is.EqualTo("cibudget.baseline.json"));
        Assert.That(fault.Position, Is.EqualTo(new Position(line, column)));
        Assert.That(fault.Message, Does.Contain(what));
    }

    [Test]
    public void Several_runs_give_their_median_and_how_far_they_strayed()
    {
        var baseline = Baseline.Of(
            Run(("A.x", 0.10m)),
            Run(("A.x", 0.16m)),
            Run(("A.x", 0.12m), ("A.y", 0.02m))
        );

        Assert.That(baseline.Tests["A.x"], Is.EqualTo(new BaselineTest(0.12m, 1, 0.04m)));
        Assert.That(baseline.Tests["A.y"], Is.EqualTo(new BaselineTest(0.02m, 1, 0m)));
        // Totals 0.10, 0.16, 0.14.
        Assert.That(baseline.Total, Is.EqualTo(new BaselineTest(0.14m, 1, 0.04m)));
    }

    // Before 0.10, noise 0.01, tolerance 10 %: anything from 0.08 to 0.12 is the same.
    [TestCase(0.12, ChangeKind.Same)]
    [TestCase(0.1201, ChangeKind.Rose)]
    [TestCase(0.08, ChangeKind.Same)]
    [TestCase(0.0799, ChangeKind.Fell)]
    public void A_cost_moved_when_it_left_tolerance_and_noise_together(decimal now, ChangeKind kind)
    {
        var baseline = new Baseline
        {
            Tests = new Dictionary<string, BaselineTest> { ["A.x"] = new(0.10m, 1, 0.01m) },
        };

        var change = BaselineDiff.Of(baseline, Run(("A.x", now)), tolerance: 0.1m).Tests.Single();

        Assert.That(change.Kind, Is.EqualTo(kind));
        Assert.That(change.Delta, Is.EqualTo(now - 0.10m));
    }

    [Test]
    public void New_and_gone_tests_are_told_apart_biggest_movement_first()
    {
        var baseline = new Baseline
        {
            Tests = new Dictionary<string, BaselineTest> { ["A.old"] = new(0.3m, 1) },
        };

        var diff = BaselineDiff.Of(baseline, Run(("A.fresh", 0.2m)), tolerance: 0);

        Assert.That(
            diff.Tests,
            Is.EqualTo(
                new[]
                {
                    new BaselineChange("A.old", ChangeKind.Gone, 0.3m, 0),
                    new BaselineChange("A.fresh", ChangeKind.New, 0, 0.2m),
                }
            )
        );
    }

    [Test]
    public void A_test_without_a_price_is_never_said_to_have_fallen()
    {
        var baseline = new Baseline
        {
            Tests = new Dictionary<string, BaselineTest> { ["A.x"] = new(0.3m, 1) },
        };
        var run = new Verdict
        {
            Tests = [Sample.Test("A.x", new Totals { Calls = 1, UnpricedCalls = 1 })],
        };

        Assert.That(
            BaselineDiff.Of(baseline, run, 0).Tests.Single().Kind,
            Is.EqualTo(ChangeKind.Unpriced)
        );
        Assert.That(
            MarkdownReport.Render(run, baseline),
            Does.Contain("| A.x | $0.3000 | unpriced | ? | unpriced |")
        );
        Assert.That(Baseline.Of(run).Tests, Is.Empty);
    }

    private static Baseline Parse(string text) =>
        BaselineFile.Parse(Encoding.UTF8.GetBytes(text), BaselineFile.Name);

    private static Verdict Run(params (string Name, decimal Usd)[] tests) =>
        new()
        {
            Tests =
            [
                .. tests.Select(test =>
                    Sample.Test(test.Name, new Totals { Calls = 1, CostUsd = test.Usd })
                ),
            ],
            Totals = new Totals { Calls = 1, CostUsd = tests.Sum(test => test.Usd) },
        };
}
