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

    [TestCase(
        "{ \"version\": 2 }",
        1,
        14,
        "expected version 1, the only one that this CiBudget reads, found the number 2"
    )]
    [TestCase(
        "{\n  \"version\": 1,\n  \"totals\": {} }",
        3,
        3,
        "unknown key \"totals\": did you mean \"total\"?"
    )]
    [TestCase("{ \"version\": 1, \"tests\": {} }", 1, 1, "\"total\" is missing")]
    [TestCase(
        "{ \"version\": 1, \"total\": { \"costUsd\": \"1\", \"calls\": 1 } }",
        1,
        39,
        "expected a number of dollars, 0 or more, found \"1\""
    )]
    [TestCase(
        "{ \"version\": 1, \"total\": { \"costUsd\": 1, \"calls\": 1.5 } }",
        1,
        51,
        "expected a whole number, 0 or more, found the number 1.5"
    )]
    [TestCase(
        "{ \"version\": 1, \"total\": { \"costUsd\": 1, \"calls\": 1 }, \"tests\": { \"é\": { \"costUsd\": 1 } } }",
        1,
        72,
        "\"calls\" is missing"
    )]
    [TestCase(
        "{ \"tests\": { \"a\": { \"costUsd\": 1, \"calls\": 1 },\n \"a\": {} } }",
        2,
        2,
        "\"a\" is here twice: first at line 1, column 14"
    )]
    [TestCase("{}", 1, 1, "\"version\" is missing")]
    [TestCase("{ \"version\": \"1\" }", 1, 14, "the only one")]
    [TestCase("{ \"version\": 1.5 }", 1, 14, "the only one")]
    [TestCase(
        "{ \"version\": 1, \"total\": { \"costUsd\": 1, \"calls\": 1 } }",
        1,
        1,
        "\"tests\" is missing"
    )]
    [TestCase(
        "{ \"version\": 1, \"total\": [] }",
        1,
        26,
        "expected an object with costUsd and calls, found an array"
    )]
    [TestCase(
        "{ \"version\": 1, \"total\": { \"costUsd\": 1, \"calls\": 1 }, \"tests\": 1 }",
        1,
        65,
        "expected an object with a member for each test"
    )]
    [TestCase(
        "{ \"version\": 1, \"total\": { \"costUsd\": 1, \"calls\": 1 }, \"tests\": {}, \"models\": 1 }",
        1,
        79,
        "expected an object with a member for each model"
    )]
    [TestCase(
        "{ \"version\": 1, \"total\": { \"costUsd\": 1, \"calls\": 1 }, \"tests\": {}, \"models\": { \"m\": 1 } }",
        1,
        86,
        "expected an object with counts of the model's calls"
    )]
    [TestCase(
        "{ \"version\": 1, \"total\": { \"costUsd\": 1, \"calls\": 1 }, \"tests\": {}, \"models\": { \"m\": { \"xyz\": 1 } } }",
        1,
        88,
        "unknown key \"xyz\": expected calls, inputTokens, cacheTokens, longestPrompt, maxTokens, uncapped, webSearches, fast, regional"
    )]
    [TestCase(
        "{ \"version\": 1, \"total\": { \"costUsd\": 1, \"calls\": 1 }, \"tests\": {}, \"models\": { \"m\": { \"calls\": -1 } } }",
        1,
        97,
        "expected a whole number, 0 or more"
    )]
    [TestCase(
        "{ \"version\": 1, \"total\": { \"usd\": 1 } }",
        1,
        28,
        "unknown key \"usd\": expected costUsd, calls, noiseUsd"
    )]
    [TestCase(
        "{ \"version\": 1, \"total\": { \"costUsd\": -1 } }",
        1,
        39,
        "expected a number of dollars, 0 or more"
    )]
    [TestCase(
        "{ \"version\": 1, \"total\": { \"costUsd\": 1, \"calls\": \"1\" } }",
        1,
        51,
        "expected a whole number, 0 or more"
    )]
    [TestCase("{ \"version\": 1, \"total\": { \"calls\": 1 } }", 1, 26, "\"costUsd\" is missing")]
    [TestCase("[]", 1, 1, "expected an object with version, total and tests, found an array")]
    [TestCase("{ \"version\": 1,\n  oops }", 2, 3, "not valid JSON")]
    [TestCase("", 0, 0, "the file is empty: expected an object with version, total and tests")]
    [TestCase("\uFEFF{ \"version\": 2 }", 1, 14, "the only one")]
    [TestCase("{ \"version\": \"\\ud800\" }", 1, 14, "the text holds half a character")]
    [TestCase("{ \"\\ud800\": 1 }", 1, 3, "the text holds half a character")]
    [TestCase("{ \"##vso[task]\\u001b[31m\": 1 }", 1, 3, "unknown key \"# #vso[task]\ufffd[31m\"")]
    public void A_fault_is_named_with_its_place(string text, int line, int column, string what)
    {
        var fault = Assert.Throws<BudgetFileException>(() => Parse(text))!;

        Assert.That(fault.Code, Is.EqualTo("CIB027"));
        Assert.That(fault.Path, Is.EqualTo("cibudget.baseline.json"));
        Assert.That(fault.Position, Is.EqualTo(new Position(line, column)));
        Assert.That(fault.Message, Does.Contain(what));
    }

    [Test]
    public void Text_that_is_not_utf8_is_named_at_its_place()
    {
        byte[] latin = [.. "{ \"version\": 1,\n \""u8, 0xE9, .. "\": 1 }"u8];

        var fault = Assert.Throws<BudgetFileException>(() =>
            BaselineFile.Parse(latin, "cibudget.baseline.json")
        )!;

        Assert.That(fault.Position, Is.EqualTo(new Position(2, 3)));
        Assert.That(fault.Message, Does.Contain("not UTF-8 text: save the file as UTF-8"));
    }

    [Test]
    public void Several_runs_give_their_median_and_how_far_they_strayed()
    {
        var baseline = Baseline.From(
            Run(("A.x", 0.10m)),
            Run(("A.x", 0.16m)),
            Run(("A.x", 0.12m), ("A.y", 0.02m))
        );

        Assert.That(baseline.Tests["A.x"], Is.EqualTo(new BaselineTest(0.12m, 1, 0.04m)));
        Assert.That(baseline.Tests["A.y"], Is.EqualTo(new BaselineTest(0.02m, 1, 0m)));
        // Totals 0.10, 0.16, 0.14.
        Assert.That(baseline.Total, Is.EqualTo(new BaselineTest(0.14m, 1, 0.04m)));
    }

    [Test]
    public void Two_runs_give_the_middle_between_them_and_the_more_calls()
    {
        Verdict Calls(decimal usd, long calls) =>
            new()
            {
                Totals = new() { CostUsd = usd, Calls = calls },
            };

        Assert.That(
            Baseline.From(Calls(0.16m, 2), Calls(0.10m, 7)).Total,
            Is.EqualTo(new BaselineTest(0.13m, 7, 0.03m))
        );
        // 0.05 below, 0.01 above.
        Assert.That(
            Baseline.From(Calls(0.15m, 5), Calls(0.10m, 9), Calls(0.16m, 1)).Total,
            Is.EqualTo(new BaselineTest(0.15m, 5, 0.05m))
        );
    }

    [Test]
    public void A_test_of_two_target_frameworks_is_one()
    {
        var run = Run(("A.x", 0.1m), ("A.x", 0.2m));

        Assert.That(Baseline.From(run).Tests["A.x"], Is.EqualTo(new BaselineTest(0.3m, 2)));
        Assert.That(
            BaselineDiff.Create(Baseline.From(run), run, tolerance: 0).Tests.Single(),
            Is.EqualTo(new BaselineChange("A.x", ChangeKind.Same, 0.3m, 0.3m))
        );
    }

    [Test]
    public void The_whole_run_is_compared_too()
    {
        var baseline = new Baseline { Total = new(0.10m, 1) };

        Assert.That(
            BaselineDiff.Create(baseline, Run(("A.x", 0.12m)), tolerance: 0.1m).Total,
            Is.EqualTo(new BaselineChange("Total", ChangeKind.Rose, 0.10m, 0.12m))
        );
    }

    [Test]
    public void Changes_of_one_size_come_by_name()
    {
        var baseline = new Baseline
        {
            Tests = new Dictionary<string, BaselineTest>
            {
                ["A.c"] = new(0.2m, 1),
                ["A.a"] = new(0.1m, 1),
                ["A.b"] = new(0.2m, 1),
            },
        };

        Assert.That(
            BaselineDiff
                .Create(baseline, Run(("A.b", 0.1m), ("A.a", 0.2m), ("A.c", 0.3m)), tolerance: 0)
                .Tests.Select(test => test.Name),
            Is.EqualTo(new[] { "A.a", "A.b", "A.c" })
        );
    }

    [TestCase(ChangeKind.Rose, 0.10, 0.12, "$0.1000", "$0.1200", "+$0.0200 (+20%)")]
    [TestCase(ChangeKind.Fell, 0.10, 0.05, "$0.1000", "$0.0500", "-$0.0500 (-50%)")]
    [TestCase(ChangeKind.Same, 0.10, 0.10, "$0.1000", "$0.1000", "$0 (0%)")]
    [TestCase(ChangeKind.New, 0, 0.05, "", "$0.0500", "+$0.0500")]
    [TestCase(ChangeKind.Gone, 0.10, 0, "$0.1000", "", "-$0.1000 (-100%)")]
    [TestCase(ChangeKind.Unpriced, 0.10, 0, "$0.1000", "unpriced", "?")]
    [TestCase(ChangeKind.Unpriced, 0.10, 0.05, "$0.1000", "$0.0500 + ?", "?")]
    public void A_change_in_words(
        ChangeKind kind,
        decimal before,
        decimal after,
        string beforeText,
        string afterText,
        string delta
    )
    {
        var change = new BaselineChange("A.x", kind, before, after);

        Assert.That(
            (change.BeforeText, change.AfterText, change.DeltaText),
            Is.EqualTo((beforeText, afterText, delta))
        );
    }

    [Test]
    public void What_was_asked_of_models_reads_back_and_zeros_are_not_written()
    {
        var models = new Dictionary<string, ModelDemand>
        {
            ["z"] = new()
            {
                Model = "z",
                Calls = 1,
                InputTokens = 2,
                CacheTokens = 3,
                LongestPrompt = 4,
                MaxTokens = 5,
                Uncapped = 6,
                WebSearches = 7,
                Fast = 1,
            },
            ["a"] = new() { Model = "a", Calls = 9 },
        };

        var text = BaselineFile.Write(new Baseline { Models = models });

        Assert.That(Parse(text).Models, Is.EquivalentTo(models));
        Assert.That(
            text,
            Does.EndWith(
                """
                  "models": {
                    "a": {
                      "calls": 9
                    },
                    "z": {
                      "calls": 1,
                      "inputTokens": 2,
                      "cacheTokens": 3,
                      "longestPrompt": 4,
                      "maxTokens": 5,
                      "uncapped": 6,
                      "webSearches": 7,
                      "fast": 1
                    }
                  }
                }

                """
            )
        );
    }

    [Test]
    public void Comments_trailing_commas_and_a_file_without_models_are_read()
    {
        var read = Parse(
            "// ours\n{ \"version\": 1, \"total\": { \"costUsd\": 0.5, \"calls\": 2, }, \"tests\": { }, }\n"
        );

        Assert.That(read.Total, Is.EqualTo(new BaselineTest(0.5m, 2)));
        Assert.That(read.Models, Is.Null);
    }

    [Test]
    public void Nothing_may_stand_after_the_object() =>
        Assert.That(
            () =>
                Parse(
                    "{ \"version\": 1, \"total\": { \"costUsd\": 0, \"calls\": 0 }, \"tests\": {} } {"
                ),
            Throws.InstanceOf<BudgetFileException>()
        );

    [Test]
    public void The_baseline_of_a_budget_lies_beside_it_and_is_read_when_it_is_asked_for()
    {
        var folder = Directory.CreateTempSubdirectory("cibudget-").FullName;
        try
        {
            var budget = new Budget { Path = Path.Combine(folder, "cibudget.json") };
            Assert.That(BaselineFile.LoadFor(budget), Is.Null);
            Assert.That(BaselineFile.LoadFor(new Budget { OnlyNewlyBroken = true }), Is.Null);

            var missing = Assert.Throws<BudgetFileException>(() =>
                BaselineFile.LoadFor(budget with { OnlyNewlyBroken = true })
            )!;
            Assert.That(
                (missing.Code, missing.Path, missing.Position, missing.Message),
                Is.EqualTo(
                    (
                        "CIB027",
                        Path.Combine(folder, "cibudget.baseline.json"),
                        Position.None,
                        "The baseline cannot be used: there is no such file. Make it anew with: cibudget baseline save"
                    )
                )
            );

            File.WriteAllText(missing.Path, BaselineFile.Write(Sample.Baseline()));
            Assert.That(
                BaselineFile.LoadFor(budget with { BaselineTolerance = 0m })!.Total,
                Is.EqualTo(Sample.Baseline().Total)
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
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

        var change = BaselineDiff
            .Create(baseline, Run(("A.x", now)), tolerance: 0.1m)
            .Tests.Single();

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

        var diff = BaselineDiff.Create(baseline, Run(("A.fresh", 0.2m)), tolerance: 0);

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
            BaselineDiff.Create(baseline, run, 0).Tests.Single().Kind,
            Is.EqualTo(ChangeKind.Unpriced)
        );
        Assert.That(Baseline.From(run).Tests, Is.Empty);
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
