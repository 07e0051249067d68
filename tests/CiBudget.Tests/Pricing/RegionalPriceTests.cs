using System.Text;

namespace CiBudget.Tests;

/// <summary>
/// What a cloud takes for a region: 1.1 times the list price for models from 4.5 on. List prices of a million input tokens:
/// claude-sonnet-4-6 and 4-5 $3, claude-haiku-4-5 $1, claude-opus-5-5 $4, claude-opus-4-1 $15.
/// </summary>
public sealed class RegionalPriceTests
{
    private const string Profile =
        "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3";

    [TestCase("us.anthropic.claude-sonnet-4-6", "us", 3.30)]
    [TestCase("anthropic.claude-sonnet-4-6", "us-east-1", 3.30)]
    [TestCase("global.anthropic.claude-sonnet-4-6", "global", 3)]
    [TestCase("claude-sonnet-4-6", "us-east5", 3.30)]
    [TestCase("claude-sonnet-4-6", "global", 3)]
    [TestCase("claude-sonnet-4-6", null, 3)]
    [TestCase(null, null, 3)]
    [TestCase("my-deployment", null, 3)]
    public void The_answer_names_the_bare_model_and_the_request_the_place(
        string? id,
        string? region,
        decimal usd
    ) => Assert.That(Million("claude-sonnet-4-6", id, region), Is.EqualTo(usd));

    [TestCase("us.anthropic.claude-sonnet-4-5-20250929-v1:0", 3.30)]
    [TestCase("eu.anthropic.claude-haiku-4-5-20251001-v1:0", 1.10)]
    [TestCase("jp.anthropic.claude-opus-5-5", 4.40)]
    // Older models have one price.
    [TestCase("us.anthropic.claude-opus-4-1-20250805-v1:0", 15)]
    public void A_place_in_the_answers_own_id_counts_too(string served, decimal usd) =>
        Assert.That(Million(served, null, null), Is.EqualTo(usd));

    [Test]
    public void The_choice_of_the_us_and_a_region_are_one_premium()
    {
        var usage = new Usage
        {
            Model = "claude-sonnet-4-6",
            InputTokens = 1_000_000,
            InferenceGeo = "us",
        };

        var cost = PriceSheet.Embedded.CostOf(usage, new("us.anthropic.claude-sonnet-4-6", "us"));

        Assert.That(cost.Usd, Is.EqualTo(3.30m));
    }

    [TestCase(Profile, null)]
    [TestCase("xx.anthropic.claude-sonnet-4-6", null)]
    [TestCase("a1b2c3", "unknown")]
    public void A_profile_that_hides_its_place_is_unpriced_and_says_how_to_price_it(
        string id,
        string? region
    )
    {
        var cost = PriceSheet.Embedded.CostOf(Of("claude-sonnet-4-6"), new(id, region));

        Assert.That(cost.Usd, Is.Null);
        Assert.That(
            cost.Unpriced,
            Does.StartWith($"'{id}' does not say where 'claude-sonnet-4-6' is served")
                .And.Contain($"\"{id}\": {{ \"sameAs\": \"us.anthropic.claude-sonnet-4-6\" }}")
        );
    }

    [Test]
    public void A_model_that_costs_the_same_everywhere_needs_no_place() =>
        Assert.That(Million("claude-opus-4-1", Profile, "unknown"), Is.EqualTo(15m));

    // What is written under the id that was asked for is the price there: nothing comes on top.
    [TestCase("""{ "us.anthropic.claude-sonnet-4-6": { "input": "$7" } }""", 7)]
    [TestCase("""{ "us.anthropic.claude-sonnet-4-6": { "output": "$7" } }""", 3.30)]
    [TestCase("""{ "us.anthropic.claude-sonnet-4-6": { "sameAs": "claude-haiku-4-5" } }""", 1)]
    [TestCase(
        """{ "us.anthropic.claude-sonnet-4-6": { "sameAs": "us.anthropic.claude-haiku-4-5" } }""",
        1.10
    )]
    // A price of the model itself has the premium on top, unless the file says otherwise.
    [TestCase("""{ "claude-sonnet-4-6": { "input": "$7" } }""", 7.70)]
    [TestCase("""{ "claude-sonnet-4-6": { "regionalMultiplier": 1.2 } }""", 3.60)]
    [TestCase("""{ "claude-sonnet-4-6": { "regionalMultiplier": 1 } }""", 3)]
    [TestCase("""{ "eu.anthropic.claude-sonnet-4-6": { "input": "$7" } }""", 3.30)]
    public void A_price_of_the_budget_file_under_the_id_that_was_asked_for_takes_effect(
        string models,
        decimal usd
    ) =>
        Assert.That(
            Million("claude-sonnet-4-6", "us.anthropic.claude-sonnet-4-6", "us", Sheet(models)),
            Is.EqualTo(usd)
        );

    [TestCase("us.anthropic.claude-sonnet-4-6", 3.30)]
    [TestCase("anthropic.claude-sonnet-4-6", 3.30)]
    [TestCase("global.anthropic.claude-sonnet-4-6", 3)]
    public void A_profile_of_ones_own_is_named_with_sameAs(string sameAs, decimal usd)
    {
        var sheet = Sheet($$"""{ "{{Profile}}": { "sameAs": "{{sameAs}}" } }""");

        Assert.That(Million("claude-sonnet-4-6", Profile, "unknown", sheet), Is.EqualTo(usd));
        // Another model than it was named for answers.
        Assert.That(sheet.CostOf(Of("claude-haiku-4-5"), new(Profile, "unknown")).Usd, Is.Null);
    }

    [Test]
    public void A_deployment_is_priced_by_its_own_name_whatever_the_answer_is_called()
    {
        var sheet = Sheet("""{ "my-deployment": { "input": "$9", "output": "$9" } }""");

        Assert.That(Million("claude-sonnet-4-6", "my-deployment", null, sheet), Is.EqualTo(9m));
        Assert.That(Million("claude-sonnet-4-6", "another", null, sheet), Is.EqualTo(3m));
    }

    [Test]
    public void Another_model_in_the_same_answer_has_its_own_price_in_the_same_place()
    {
        var sheet = Sheet("""{ "us.anthropic.claude-sonnet-4-6": { "input": "$7" } }""");

        var cost = CallCost.From(
            [Of("claude-sonnet-4-6"), Of("claude-haiku-4-5")],
            new("us.anthropic.claude-sonnet-4-6", "us"),
            sheet
        );

        // 7, and 1 x 1.1
        Assert.That(cost.Usd, Is.EqualTo(8.10m));
    }

    [Test]
    public void The_check_prices_a_ledger_by_the_place_that_was_asked_for()
    {
        using var run = new CheckedRun();
        LedgerEntry Asked(string id, string? region) =>
            run.Call(id, 0, id) with
            {
                Region = region,
                Usage = [Of("claude-sonnet-4-6")],
            };
        run.Ledger(
            "p",
            Asked("us.anthropic.claude-sonnet-4-6", "us"),
            Asked("global.anthropic.claude-sonnet-4-6", "global"),
            Asked("claude-sonnet-4-6", null),
            Asked("claude-sonnet-4-6", "europe-west1"),
            Asked(Profile, "unknown")
        );

        var verdict = BudgetCheck.Run(
            Budget.Empty,
            PriceSheet.Embedded,
            [run.Path],
            new() { Time = CheckedRun.Clock }
        );

        Assert.That(
            verdict
                .Tests.OrderByDescending(row => row.Totals.CostUsd)
                .ThenBy(row => row.Test!.Name, StringComparer.Ordinal)
                .Select(row => (row.Totals.CostUsd, row.Totals.UnpricedCalls)),
            // The two calls of "claude-sonnet-4-6" are of one test: 3 + 3.30.
            Is.EqualTo(new[] { (6.30m, 0L), (3.30m, 0L), (3m, 0L), (0m, 1L) })
        );
        Assert.That(
            verdict.Diagnostics.Single(diagnostic => diagnostic.Code == Codes.Unpriced).Message,
            Does.StartWith($"'{Profile}' does not say where")
        );
    }

    [Test]
    public void A_plan_knows_that_calls_were_in_a_region()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A", 0) with
            {
                RequestModel = "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
                Region = "us",
                MaxTokens = 1_000_000,
                Usage = [Of("claude-sonnet-4-5")],
            }
        );
        var demand = BudgetCheck
            .Run(Budget.Empty, PriceSheet.Embedded, [run.Path], new() { Time = CheckedRun.Clock })
            .Demand;

        // (3 + 15) x 1.1
        Assert.That(
            CostPlan.Create(Budget.Empty, PriceSheet.Embedded, demand).Usd,
            Is.EqualTo(19.80m)
        );
    }

    private static Usage Of(string model) => new() { Model = model, InputTokens = 1_000_000 };

    private static decimal? Million(
        string served,
        string? id,
        string? region,
        PriceSheet? sheet = null
    ) => (sheet ?? PriceSheet.Embedded).CostOf(Of(served), new(id, region)).Usd;

    private static PriceSheet Sheet(string models) =>
        PriceSheet.Embedded.With(
            BudgetFile.Parse(
                Encoding.UTF8.GetBytes("{ \"prices\": { \"models\": " + models + " } }"),
                "cibudget.json"
            )
        );
}
