namespace CiBudget.Tests.Reports;

public sealed class NamingTests
{
    [TestCase("Shop.Tests.", "Shop.Tests.A.X", "Shop.Tests.B.Y")]
    [TestCase("Shop.Tests.A.", "Shop.Tests.A.X(\"a.b\")")]
    [TestCase("Shop.A.", "Shop.A.X", "Shop.A.Y(1.5)")]
    [TestCase("", "Ab.X", "Abc.Y")]
    [TestCase("A.", "A.B.X", "A.Bc.Y")]
    [TestCase("", "X", "A.X")]
    [TestCase("", "(odd.name)")]
    public void What_all_names_begin_with_is_left_out(string prefix, params string[] names)
    {
        TestTotals[] rows =
        [
            .. names.Select(name => Sample.Test(name, new Totals())),
            new(null, new Totals()),
        ];

        Assert.That(Naming.CommonPrefix(rows), Is.EqualTo(prefix));
        Assert.That(
            rows.Select(row => Naming.WithoutPrefix(row, prefix)),
            Is.EqualTo(names.Select(name => name[prefix.Length..]).Append("(unattributed)"))
        );
    }

    [Test]
    public void Without_tests_nothing_is_left_out() =>
        Assert.That(Naming.CommonPrefix([new(null, new Totals())]), Is.Empty);

    [TestCase(Outcome.OverBudget, "A limit of the budget file is broken.")]
    [TestCase(
        Outcome.Outage,
        "Billing failed on a live call: this run says nothing about the code."
    )]
    [TestCase(Outcome.Unmeasured, "Something could not be measured, so the total is not known.")]
    [TestCase(Outcome.NoCalls, "The run made no Claude call.")]
    [TestCase(Outcome.Within, "There is nothing to compare with: add a limit to cibudget.json.")]
    public void Each_outcome_has_its_sentence(Outcome outcome, string sentence) =>
        Assert.That(Naming.Meaning(new Verdict { Outcome = outcome }), Is.EqualTo(sentence));

    [Test]
    public void A_run_within_its_limits_says_so()
    {
        var limited = new Verdict { Limits = [new()] };

        Assert.That(Naming.Headline(limited), Is.EqualTo("Within budget"));
        Assert.That(Naming.Headline(new Verdict()), Is.EqualTo("No limits set"));
        Assert.That(
            Naming.Meaning(limited),
            Is.EqualTo("Every limit holds for what was measured.")
        );
    }

    [TestCase(LimitScope.Run, "run, cost")]
    [TestCase(LimitScope.EachTest, "each test, cost")]
    [TestCase(LimitScope.Tests, "tests x*, cost")]
    [TestCase(LimitScope.Model, "model x*, cost")]
    [TestCase(LimitScope.Unattributed, "unattributed, cost")]
    [TestCase(LimitScope.Day, "24 hours of all runs, cost")]
    public void A_limit_in_words(LimitScope scope, string words) =>
        Assert.That(Naming.GetName(new Limit { Scope = scope, Pattern = "x*" }), Is.EqualTo(words));

    [Test]
    public void Money_that_is_not_known_is_marked()
    {
        var counted = new Verdict { Budget = new() { Replayed = ReplayedCalls.Counted } };
        var totals = new Totals { CostUsd = 0.25m, AvoidedUsd = 0.5m };
        var half = new Verdict { Totals = totals with { CostUsd = 1m } };

        Assert.Multiple(() =>
        {
            Assert.That(Spend.Text(new(), totals), Is.EqualTo("$0.2500"));
            Assert.That(Spend.Text(counted, totals), Is.EqualTo("$0.7500"));
            Assert.That(
                Spend.Text(new(), totals with { LowerBound = true, UnpricedCalls = 1 }),
                Is.EqualTo("≥ $0.2500 + ?")
            );
            Assert.That(
                Spend.Text(new(), new() { UnpricedCalls = 1, LowerBound = true }),
                Is.EqualTo("unpriced")
            );
            Assert.That(Spend.Known(0m, new() { UnpricedCalls = 1 }), Is.Null);
            Assert.That(Spend.Known(0.1m, new() { UnpricedCalls = 1 }), Is.EqualTo(0.1m));
            Assert.That(Spend.Known(0m, new()), Is.Zero);
            Assert.That(Spend.Share(half, totals), Is.EqualTo(0.25m));
            Assert.That(Spend.Share(new(), totals), Is.Null);
        });
    }

    [Test]
    public void Rows_are_summed_in_every_number()
    {
        var row = new Totals
        {
            Calls = 1,
            FailedCalls = 2,
            Retries = 3,
            RefusedCalls = 4,
            ReplayedCalls = 5,
            InputTokens = 6,
            CacheWrite5mTokens = 7,
            CacheWrite1hTokens = 8,
            CacheReadTokens = 9,
            OutputTokens = 10,
            WebSearchRequests = 11,
            CostUsd = 12m,
            AvoidedUsd = 13m,
            ReservedUsd = 14m,
            SettledUsd = 15m,
            LowerBound = true,
            UnpricedCalls = 16,
        };

        Assert.That(Totals.Sum([row, new Totals()]), Is.EqualTo(row));
        Assert.That(Totals.Sum([new Totals(), row]), Is.EqualTo(row));
        Assert.That(
            Totals.Sum([row, row]),
            Is.EqualTo(
                new Totals
                {
                    Calls = 2,
                    FailedCalls = 4,
                    Retries = 6,
                    RefusedCalls = 8,
                    ReplayedCalls = 10,
                    InputTokens = 12,
                    CacheWrite5mTokens = 14,
                    CacheWrite1hTokens = 16,
                    CacheReadTokens = 18,
                    OutputTokens = 20,
                    WebSearchRequests = 22,
                    CostUsd = 24m,
                    AvoidedUsd = 26m,
                    ReservedUsd = 28m,
                    SettledUsd = 30m,
                    LowerBound = true,
                    UnpricedCalls = 32,
                }
            )
        );
    }
}
