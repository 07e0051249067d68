namespace CiBudget.Tool.Tests;

public sealed class AdviceTests
{
    private Workplace _place = null!;

    [SetUp]
    public void Make() => _place = new();

    [TearDown]
    public void Remove() => _place.Dispose();

    [Test]
    public void Waste_is_found_and_priced()
    {
        _place.Budget("\"run\": { \"cost\": \"$9\", \"calls\": 7 }");
        var prompt = _place.Call("Shop.Same", 10) with
        {
            PromptHash = "aa",
            Usage =
            [
                new()
                {
                    Model = "claude-opus-5-5",
                    InputTokens = 2_000,
                    OutputTokens = 10,
                },
            ],
        };
        var run = _place.Ledger(
            "run",
            "p1",
            prompt,
            prompt with
            {
                Id = "x1",
            },
            prompt with
            {
                Id = "x2",
            },
            _place.Call("Shop.Cut", 100) with
            {
                StopReason = "max_tokens",
            },
            _place.Call("Shop.Hour", 1) with
            {
                Usage = [new() { Model = "claude-opus-5-5", CacheWrite1hTokens = 10_000 }],
            },
            _place.Call("Shop.Retry", 1) with
            {
                Attempt = 1,
            }
        );

        var found = _place
            .Run("suggest", run, "--json")
            .Json.EnumerateArray()
            .ToLookup(
                one => one.GetProperty("kind").GetString()!,
                one =>
                    one.GetProperty("savesUsd").ValueKind == System.Text.Json.JsonValueKind.Null
                        ? (decimal?)null
                        : one.GetProperty("savesUsd").GetDecimal()
            );

        // 2,000 tokens thrice at $4, against one write at $5 and two reads at $0.20: 2,000 x (12 - 5 - 0.4) millionths.
        Assert.That(found["samePrompt"], Is.EqualTo(new decimal?[] { 0.0132m }));
        // 10,000 tokens at $8 instead of $4; and at $8 instead of $5.
        Assert.That(found["cacheNeverRead"], Is.EqualTo(new decimal?[] { 0.04m }));
        Assert.That(found["longCacheInShortRun"], Is.EqualTo(new decimal?[] { 0.03m }));
        Assert.That(found["maxTokensHit"].Count(), Is.EqualTo(1));
        Assert.That(found["retries"].Count(), Is.EqualTo(1), "one of six");
        Assert.That(found["looseLimit"].Count(), Is.EqualTo(1), "run cost");
        Assert.That(found["tightLimit"].Count(), Is.EqualTo(1), "six of seven calls");
        Assert.That(found["cheaperModel"], Is.Not.Empty);
    }

    [Test]
    public void Init_proposes_what_was_observed_and_headroom()
    {
        // 4,000 tokens are eight cents; a quarter more is ten.
        var run = _place.Ledger(
            "run",
            "p1",
            _place.Call("Shop.A", 3_000),
            _place.Call("Shop.B", 1_000)
        );

        var result = _place.Run("init", run);

        var budget = BudgetFile.Load(_place.PathOf("cibudget.json"));
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(
            budget.Limits.Select(limit => (limit.Scope, limit.Metric, limit.Max)),
            Is.EqualTo(
                new[]
                {
                    (LimitScope.Run, Metric.Cost, 0.10m),
                    (LimitScope.Run, Metric.OutputTokens, 5_000m),
                    (LimitScope.Run, Metric.Calls, 3m),
                    (LimitScope.EachTest, Metric.Cost, 0.08m),
                    (LimitScope.Unattributed, Metric.Calls, 0m),
                }
            )
        );
        Assert.That(_place.Run("check", run).ExitCode, Is.Zero);
    }

    [Test]
    public void Init_replaces_nothing_that_it_was_not_told_to()
    {
        _place.Budget("\"run\": { \"cost\": \"$1\" }");
        var before = File.ReadAllText(_place.PathOf("cibudget.json"));

        Assert.That(_place.Run("init").ExitCode, Is.EqualTo(2));
        Assert.That(File.ReadAllText(_place.PathOf("cibudget.json")), Is.EqualTo(before));
        Assert.That(_place.Run("init", "--force").ExitCode, Is.Zero);
    }

    [Test]
    public void Imported_prices_are_shown_first_and_written_between_comments()
    {
        _place.Write(
            "cibudget.json",
            "{\n  // ours\n  \"run\": { \"cost\": \"$1\" }, // so far\n  \"prices\": { \"discount\": \"15%\" }\n}\n"
        );
        _place.Write(
            "list.json",
            """
            {
              "sample_spec": { "litellm_provider": "one of …", "input_cost_per_token": 0 },
              "claude-opus-5-5": { "litellm_provider": "anthropic", "input_cost_per_token": 5e-06, "output_cost_per_token": 2e-05 },
              "claude-new-9-20270101": { "litellm_provider": "anthropic", "input_cost_per_token": 1.25e-06 },
              "gpt-x": { "litellm_provider": "openai", "input_cost_per_token": 1e-06 }
            }
            """
        );

        var shown = _place.Run("prices", "import", "list.json", "--json").Json;
        var untouched = File.ReadAllText(_place.PathOf("cibudget.json"));
        var written = _place.Run("prices", "import", "list.json", "--write");
        var text = File.ReadAllText(_place.PathOf("cibudget.json"));

        Assert.That(
            shown
                .GetProperty("differences")
                .EnumerateArray()
                .Select(found =>
                    (
                        found.GetProperty("model").GetString(),
                        found.GetProperty("kind").GetString(),
                        found.GetProperty("theirs").GetDecimal()
                    )
                ),
            Is.EqualTo(
                new[]
                {
                    ("claude-new-9-20270101", "input", 1.25m),
                    ("claude-opus-5-5", "input", 5m),
                }
            )
        );
        Assert.That(untouched, Does.Not.Contain("claude-opus-5-5"));
        Assert.That(written.ExitCode, Is.Zero, written.ToString());
        Assert.That(text, Does.Contain("// ours").And.Contain("// so far").And.Contain("\"15%\""));
        var prices = PriceSheet.Embedded.With(BudgetFile.Load(_place.PathOf("cibudget.json")));
        Assert.That(prices.Find("claude-opus-5-5")!.Prices.Input, Is.EqualTo(5m));
        Assert.That(prices.Find("claude-opus-5-5")!.Prices.Output, Is.EqualTo(20m));
    }

    [Test]
    public void Imported_prices_bring_their_tiers_lifetimes_and_factors()
    {
        // claude-haiku-5-5 has a tier above 100,000 tokens on our sheet, and list price in batches is half.
        _place.Write("cibudget.json", "{\n  \"run\": { \"cost\": \"$1\" }\n}\n");
        _place.Write(
            "list.json",
            """
            {
              "claude-haiku-5-5": {
                "litellm_provider": "anthropic",
                "cache_creation_input_token_cost_above_1hr": 9e-06,
                "input_cost_per_token_above_100k_tokens": 7e-06,
                "output_cost_per_token_above_100k_tokens": 2.5e-06,
                "cache_creation_input_token_cost_above_1hr_above_100k_tokens": 8e-06,
                "cache_read_input_token_cost_above_300k_tokens": 1e-06,
                "input_cost_per_token_above_100k_tokens_priority": 5e-05,
                "input_cost_per_token": 1e-07,
                "input_cost_per_token_batches": 5e-08,
                "output_cost_per_token": 5e-07,
                "output_cost_per_token_batches": 4e-07,
                "provider_specific_entry": { "us": 1.3, "fast": 6.0 }
              }
            }
            """
        );

        var shown = _place.Run("prices", "import", "list.json", "--json").Json;
        var table = _place.Run("prices", "import", "list.json").Output;
        var written = _place.Run("prices", "import", "list.json", "--write");
        var again = _place.Run("prices", "import", "list.json").Output;

        Assert.That(
            shown
                .GetProperty("differences")
                .EnumerateArray()
                .Select(found =>
                    string.Join(
                        " ",
                        found
                            .EnumerateObject()
                            .Where(member => member.Name != "model")
                            .Select(member => member.Value.ToString())
                    )
                ),
            Is.EqualTo(
                new[]
                {
                    "cacheWrite1h  usdPerMillionTokens 0.2 9",
                    // Half of input, but four fifths of output: the higher one.
                    "batchMultiplier  factor 0.5 0.8",
                    "usInferenceMultiplier  factor 1.1 1.3",
                    "input 100000 usdPerMillionTokens 0.5 7",
                    "cacheWrite1h 100000 usdPerMillionTokens 1 8",
                    "cacheRead 300000 usdPerMillionTokens  1",
                }
            )
        );
        Assert.That(table, Does.Contain("input, prompt above 100,000"));
        Assert.That(written.ExitCode, Is.Zero, written.ToString());
        Assert.That(again, Is.EqualTo("No price differs.\n"));
        var row = PriceSheet
            .Embedded.With(BudgetFile.Load(_place.PathOf("cibudget.json")))
            .Find("claude-haiku-5-5")!;
        Assert.That(row.BatchMultiplier, Is.EqualTo(0.8m));
        Assert.That(
            row.Tiers.Select(tier => tier.AbovePromptTokens),
            Is.EqualTo(new[] { 100_000, 300_000 })
        );
        Assert.That(row.Tiers[0].Prices.CacheRead, Is.EqualTo(0.05m), "kept from the sheet");
        Assert.That(row.Tiers[1].Prices.Input, Is.Null, "neither names it");
    }
}
