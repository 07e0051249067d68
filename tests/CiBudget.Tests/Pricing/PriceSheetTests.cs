using System.Text;

namespace CiBudget.Tests;

public sealed class PriceSheetTests
{
    [Test]
    public void Every_row_says_where_its_prices_come_from()
    {
        Assert.That(PriceSheet.Embedded.Models, Has.Count.EqualTo(26));
        Assert.Multiple(() =>
        {
            foreach (var row in PriceSheet.Embedded.Models)
            {
                Assert.That(row.Source, Is.Not.Empty, row.Model);
                Assert.That(row.AsOf, Does.Match(@"^\d{4}-\d\d(-\d\d)?$"), row.Model);
                Assert.That(
                    row.Confidence,
                    Is.AnyOf("official", "third-party", "inferred"),
                    row.Model
                );
                Assert.That(row.Status, Is.Not.Empty, row.Model);
            }
        });
    }

    [TestCase(59, false)]
    [TestCase(60, false)]
    [TestCase(61, true)]
    public void A_sheet_is_old_after_sixty_days(int days, bool old)
    {
        var sheet = PriceSheet.Embedded;
        var now = new DateTimeOffset(sheet.AsOf, TimeSpan.Zero).AddDays(days);

        Assert.That(sheet.AsOf, Is.EqualTo(new DateTime(2026, 11, 28, 0, 0, 0, DateTimeKind.Utc)));
        Assert.That(sheet.IsOlderThan(PriceSheet.FreshFor, now), Is.EqualTo(old));
    }

    [Test]
    public void A_price_of_the_budget_file_holds_for_every_spelling_and_leaves_the_other_kinds()
    {
        var sheet = With("""{ "claude-opus-4": { "input": "$3" } }""");

        // 1,000,000 x 3 + 1,000,000 x 75 (the sheet's output price)
        foreach (
            var model in new[]
            {
                "claude-opus-4",
                "claude-opus-4-0",
                "us.anthropic.claude-opus-4-20250514-v1:0",
            }
        )
            Assert.That(Million(sheet, model), Is.EqualTo(78m), model);
        Assert.That(Million(sheet, "claude-opus-4-1"), Is.EqualTo(90m));
        Assert.That(sheet.Models.Count(row => row.Model == "claude-opus-4-0"), Is.EqualTo(1));
        Assert.That(sheet.Find("claude-opus-4")!.Confidence, Is.EqualTo("budget file"));
    }

    [Test]
    public void A_price_for_one_spelling_holds_for_that_alone()
    {
        var sheet = With("""{ "us.anthropic.claude-opus-5-5": { "input": "$5" } }""");

        // 5 + 20 x 1.1 against (4 + 20) x 1.1
        Assert.That(Million(sheet, "us.anthropic.claude-opus-5-5"), Is.EqualTo(27m));
        Assert.That(Million(sheet, "us.anthropic.claude-opus-5-5-20261001-v1:0"), Is.EqualTo(27m));
        Assert.That(Million(sheet, "eu.anthropic.claude-opus-5-5"), Is.EqualTo(26.40m));
        Assert.That(Million(sheet, "claude-opus-5-5"), Is.EqualTo(24m));
        // 15 + 75: the other names of the model stay where they are.
        Assert.That(
            Million(
                With("""{ "us.anthropic.claude-opus-4-0": { "input": "$3" } }"""),
                "claude-opus-4"
            ),
            Is.EqualTo(90m)
        );
    }

    [Test]
    public void A_model_may_cost_the_same_as_another()
    {
        var sheet = With(
            """{ "my-deployment": { "sameAs": "claude-opus-5-5" }, "claude-opus-5-5": { "output": "$10" }, "old": { "sameAs": "claude-haiku-4-5-20251001" } }"""
        );

        // 4 + 10, and 1 + 5
        Assert.That(Million(sheet, "my-deployment"), Is.EqualTo(14m));
        Assert.That(Million(sheet, "old"), Is.EqualTo(6m));
        Assert.That(sheet.Find("my-deployment-2"), Is.Null);
    }

    [Test]
    public void Another_model_may_be_named_by_any_of_its_names()
    {
        var sheet = With(
            """{ "mine": { "sameAs": "claude-4-opus" }, "claude-opus-4": { "input": "$3" } }"""
        );

        // 3 + 75: the row that this file changed, though it is named otherwise there.
        Assert.That(Million(sheet, "mine"), Is.EqualTo(78m));
        Assert.That(sheet.Find("mine")!.Notes, Is.EqualTo("same as claude-opus-4-0"));
        Assert.That(sheet.Find("mine")!.Source, Is.EqualTo("budget file"));
        Assert.That(sheet.Find("mine")!.Aliases, Is.Empty);
    }

    [Test]
    public void What_the_budget_file_does_not_name_stays_as_on_the_sheet()
    {
        var sheet = With(
            """{ "claude-opus-5-5": { "batchMultiplier": 0.4, "fast": { "input": "$9" } }, "claude-x": { "input": "$1" } }"""
        );
        var usage = Tokens.OfEachKind("claude-opus-5-5", 1_000_000);

        Assert.Multiple(() =>
        {
            // 4 + 20 + 5 + 8 + 0.20 = 37.20; x 0.4; x 1.1; fast 9 + 40 + 10 + 16 + 0.40
            Assert.That(sheet.CostOf(usage).Usd, Is.EqualTo(37.20m));
            Assert.That(sheet.CostOf(usage with { Batch = true }).Usd, Is.EqualTo(14.88m));
            Assert.That(sheet.CostOf(usage with { InferenceGeo = "us" }).Usd, Is.EqualTo(40.92m));
            Assert.That(sheet.CostOf(usage with { Speed = "fast" }).Usd, Is.EqualTo(75.40m));
            Assert.That(
                sheet.Find("claude-opus-5-5")!.Notes,
                Is.EqualTo(
                    "kinds that the budget file does not name are priced as on the sheet of 2026-10"
                )
            );
            Assert.That(sheet.Find("claude-x")!.Notes, Is.Null);
            Assert.That(sheet.Find("claude-x")!.Status, Is.EqualTo("active"));
        });
    }

    [Test]
    public void What_the_budget_file_names_takes_the_place_of_the_sheets_price_of_every_kind()
    {
        var sheet = With(
            """{ "claude-opus-5-5": { "input": "$1", "output": "$30", "cacheWrite5m": "$6", "cacheWrite1h": "$9", "cacheRead": "$0.30" } }"""
        );

        // 1 + 30 + 6 + 9 + 0.30
        Assert.That(
            sheet.CostOf(Tokens.OfEachKind("claude-opus-5-5", 1_000_000)).Usd,
            Is.EqualTo(46.30m)
        );
    }

    [TestCase("100", 2_400)]
    [TestCase("0.01", 0.24)]
    public void A_factor_may_be_a_hundred(string factor, decimal usd)
    {
        var sheet = With($$"""{ "claude-opus-5-5": { "batchMultiplier": {{factor}} } }""");
        var usage = new Usage
        {
            Model = "claude-opus-5-5",
            InputTokens = 1_000_000,
            OutputTokens = 1_000_000,
            Batch = true,
        };

        // (4 + 20) x factor
        Assert.That(sheet.CostOf(usage).Usd, Is.EqualTo(usd));
    }

    [TestCase("input", "input tokens")]
    [TestCase("cacheWrite5m", "5-minute cache writes")]
    [TestCase("cacheWrite1h", "1-hour cache writes")]
    [TestCase("cacheRead", "cache reads")]
    [TestCase("output", "output tokens")]
    public void A_kind_that_was_used_and_has_no_price_is_unpriced_and_one_that_was_not_is_no_matter(
        string left,
        string kind
    )
    {
        var others = new[] { "input", "cacheWrite5m", "cacheWrite1h", "cacheRead", "output" }
            .Where(name => name != left)
            .Select(name => $"\"{name}\": \"$1\"");
        var sheet = With($$"""{ "claude-x": { {{string.Join(", ", others)}} } }""");
        var all = Tokens.OfEachKind("claude-x", 1);
        var without = left switch
        {
            "input" => all with { InputTokens = 0 },
            "cacheWrite5m" => all with { CacheWrite5mTokens = 0 },
            "cacheWrite1h" => all with { CacheWrite1hTokens = 0 },
            "cacheRead" => all with { CacheReadTokens = 0 },
            _ => all with { OutputTokens = 0 },
        };

        Assert.That(
            sheet.CostOf(all).Unpriced,
            Is.EqualTo($"no price for {kind} of model 'claude-x'")
        );
        // Four tokens at a dollar a million.
        Assert.That(sheet.CostOf(without).Usd, Is.EqualTo(0.000004m));
    }

    [Test]
    public void A_new_model_has_what_the_budget_file_gives_it()
    {
        var sheet = With(
            """
            {
              "claude-x": {
                "input": "$4", "output": "$20", "cacheWrite5m": "$5", "cacheWrite1h": "$8", "cacheRead": "$0.20",
                "batchMultiplier": 0.5, "usInferenceMultiplier": 1.2,
                "fast": { "input": "$8", "output": "$40" },
                "tiers": [{ "abovePromptTokens": "100k", "input": "$6" }, { "abovePromptTokens": 200000, "input": "$7" }]
              }
            }
            """
        );
        var usage = new Usage { Model = "claude-x", InputTokens = 100_000 };

        Assert.Multiple(() =>
        {
            // 0.1 million x 4; x 0.5; x 1.2; x 8 fast; 100,001 x 6 and 200,001 x 7
            Assert.That(sheet.CostOf(usage).Usd, Is.EqualTo(0.4m));
            Assert.That(sheet.CostOf(usage with { Batch = true }).Usd, Is.EqualTo(0.2m));
            Assert.That(sheet.CostOf(usage with { InferenceGeo = "us" }).Usd, Is.EqualTo(0.48m));
            Assert.That(sheet.CostOf(usage with { Speed = "fast" }).Usd, Is.EqualTo(0.8m));
            Assert.That(
                sheet.CostOf(usage with { InputTokens = 100_001 }).Usd,
                Is.EqualTo(0.600006m)
            );
            Assert.That(
                sheet.CostOf(usage with { InputTokens = 200_001 }).Usd,
                Is.EqualTo(1.400007m)
            );
            Assert.That(
                sheet.CostOf(usage with { InputTokens = 100_001, OutputTokens = 1 }).Unpriced,
                Is.EqualTo("no price for output tokens of model 'claude-x'")
            );
        });
    }

    [Test]
    public void Laying_a_budget_on_twice_changes_nothing()
    {
        var budget = new Budget { Discount = 0.5m };

        // (4 + 20) x 0.5
        Assert.That(
            Million(PriceSheet.Embedded.With(budget).With(budget), "claude-opus-5-5"),
            Is.EqualTo(12m)
        );
        Assert.That(PriceSheet.Embedded.With(Budget.Empty), Is.SameAs(PriceSheet.Embedded));
    }

    [Test]
    public void Threads_may_ask_at_once()
    {
        var costs = new decimal?[10_000];

        Parallel.For(
            0,
            costs.Length,
            i =>
                costs[i] = Million(
                    PriceSheet.Embedded,
                    $"us.anthropic.claude-opus-5-5-{20260000 + i}"
                )
        );

        Assert.That(costs, Is.All.EqualTo(26.40m));
    }

    [Test]
    public void A_row_says_where_its_prices_are_from_and_what_is_to_be_known_of_them()
    {
        var row = PriceSheet.Embedded.Find("claude-opus-5-5")!;

        Assert.Multiple(() =>
        {
            Assert.That(row.Source, Is.EqualTo("platform.claude.com/docs/en/about-claude/pricing"));
            Assert.That(row.AsOf, Is.EqualTo("2026-10"));
            Assert.That(row.Confidence, Is.EqualTo("official"));
            Assert.That(row.Status, Is.EqualTo("active"));
            Assert.That(row.Notes, Does.StartWith("cache read 0.05x base"));
            Assert.That(PriceSheet.Embedded.Find("claude-opus-5")!.Status, Is.Not.Empty);
        });
    }

    private static PriceSheet With(string models) =>
        PriceSheet.Embedded.With(
            BudgetFile.Parse(
                Encoding.UTF8.GetBytes($$"""{ "prices": { "models": {{models}} } }"""),
                "cibudget.json"
            )
        );

    /// <summary>A million tokens of input and of output.</summary>
    private static decimal? Million(PriceSheet sheet, string model) =>
        sheet
            .CostOf(
                new Usage
                {
                    Model = model,
                    InputTokens = 1_000_000,
                    OutputTokens = 1_000_000,
                }
            )
            .Usd;
}
