using System.Text.Json;

namespace CiBudget.Tool.Tests;

public sealed class PlanTests
{
    private Workplace _place = null!;

    [SetUp]
    public void Make() => _place = new();

    [TearDown]
    public void Remove() => _place.Dispose();

    // Two calls of 1,000 prompt tokens, of which 600 are the cache's, and 2,000 max_tokens each, in the US (1.1 times):
    // 2 x (400 x $4 + 600 x $8 + 2,000 x $20) / 1,000,000 x 1.1 = $0.10208.
    [TestCase("$0.11", 0)]
    [TestCase("$0.10208", 0)]
    [TestCase("$0.10", 1)]
    public void The_worst_case_is_held_against_the_limit_on_the_run(string limit, int exit)
    {
        Saved($"\"run\": {{ \"cost\": \"{limit}\" }}", Capped("Shop.A"), Capped("Shop.B"));

        var plan = _place.Run("plan");

        Assert.That(plan.ExitCode, Is.EqualTo(exit), plan.ToString());
        Assert.That(plan.Output, Does.Contain("$0.1021"));
        if (exit == 1)
            Assert.That(
                plan.Output,
                Does.Contain(
                    "cibudget.json(1,20): error CIB028: run cost $0.1021 is possible, over the limit of $0.10 by $0.0021: "
                        + "the calls of the baseline, every cache written anew, every answer as long as max_tokens. "
                        + "Raise \"run.cost\" here, lower max_tokens or make fewer calls."
                )
            );
    }

    [TestCase("\"run\": { \"outputTokens\": 3999 }", "run output tokens 4,000 are possible")]
    [TestCase("\"run\": { \"calls\": 1 }", "run calls 2 are possible")]
    [TestCase(
        "\"models\": { \"limits\": { \"claude-opus-*\": { \"totalTokens\": 5999 } } }",
        "model claude-opus-*: total tokens 6,000 are possible"
    )]
    [TestCase(
        "\"shared\": { \"redis\": \"redis://127.0.0.1\", \"perDay\": { \"cost\": \"$0.10\" } }",
        "Raise \"shared.perDay.cost\" here"
    )]
    public void Other_limits_are_held_against_it_too(string limit, string said)
    {
        Saved(limit, Capped("Shop.A"), Capped("Shop.B"));

        var plan = _place.Run("plan");

        Assert.That(plan.ExitCode, Is.EqualTo(1), plan.ToString());
        Assert.That(plan.Output, Does.Contain(said));
    }

    [Test]
    public void Programs_get_json()
    {
        Saved("\"run\": { \"cost\": \"$0.10\" }", Capped("Shop.A"), Capped("Shop.B"));

        var plan = _place.Run("plan", "--json");

        using var json = JsonDocument.Parse(plan.Output);
        var root = json.RootElement;
        Assert.That(plan.ExitCode, Is.EqualTo(1));
        Assert.That(root.GetProperty("ceilingUsd").GetDecimal(), Is.EqualTo(0.10208m));
        Assert.That(
            root.GetProperty("models")[0].GetProperty("maxTokens").GetInt64(),
            Is.EqualTo(4000)
        );
        Assert.That(root.GetProperty("findings")[0].GetProperty("line").GetInt32(), Is.EqualTo(1));
    }

    [Test]
    public void A_call_without_max_tokens_has_no_worst_case()
    {
        Saved("\"run\": { \"cost\": \"$9\" }", _place.Call("Shop.A", 10));

        var plan = _place.Run("plan");

        Assert.That(plan.ExitCode, Is.EqualTo(4), plan.ToString());
        Assert.That(
            plan.Output,
            Does.Contain(
                "error CIB028: the worst case of a run is not known: model 'claude-opus-5-5': no max_tokens held 1 answer: set it (it holds no batch results, advisors, fallbacks or rounds of server tools, so a run with these has no worst case)."
            )
        );
    }

    [Test]
    public void A_model_without_a_price_has_none()
    {
        Saved("\"run\": { \"cost\": \"$9\" }", Capped("Shop.A"));
        var file = _place.PathOf("cibudget.baseline.json");
        File.WriteAllText(
            file,
            File.ReadAllText(file)
                .Replace("claude-opus-5-5", "claude-next", StringComparison.Ordinal)
        );

        var plan = _place.Run("plan");

        Assert.That(plan.ExitCode, Is.EqualTo(4), plan.ToString());
        Assert.That(plan.Output, Does.Contain("'claude-next', which has no price"));
    }

    [Test]
    public void A_baseline_of_an_earlier_version_is_to_be_saved_anew()
    {
        _place.Budget("\"run\": { \"cost\": \"$9\" }");
        _place.Write(
            "cibudget.baseline.json",
            """{ "version": 1, "total": { "costUsd": 1, "calls": 1 }, "tests": {} }"""
        );

        var plan = _place.Run("plan");

        Assert.That(plan.ExitCode, Is.EqualTo(2), plan.ToString());
        Assert.That(plan.Error, Does.Contain("Make it anew with: cibudget baseline save"));
    }

    [Test]
    public void Without_a_baseline_or_a_limit_there_is_no_plan()
    {
        _place.Budget("\"run\": { \"cost\": \"$9\" }");
        var unsaved = _place.Run("plan");
        Saved("\"test\": { \"cost\": \"$9\" }", Capped("Shop.A"));
        var unlimited = _place.Run("plan");

        Assert.That((unsaved.ExitCode, unlimited.ExitCode), Is.EqualTo((2, 2)));
        Assert.That(unsaved.Error, Does.Contain("CIB027").And.Contain("there is no such file"));
        Assert.That(unlimited.Error, Does.Contain("no limit that a plan can be held against"));
    }

    private void Saved(string budget, params LedgerEntry[] calls)
    {
        _place.Budget("\"run\": { \"cost\": \"$9\" }");
        var run = _place.Ledger("run", "p" + calls.Length, calls);
        Assert.That(_place.Run("baseline", "save", run).ExitCode, Is.Zero);
        _place.Budget(budget);
    }

    private LedgerEntry Capped(string test) =>
        _place.Call(test, 50) with
        {
            MaxTokens = 2000,
            Usage =
            [
                new()
                {
                    Model = "claude-opus-5-5",
                    InputTokens = 400,
                    CacheReadTokens = 600,
                    OutputTokens = 50,
                },
            ],
        };
}
