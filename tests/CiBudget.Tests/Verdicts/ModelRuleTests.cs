using static CiBudget.Tests.Verdicts.RuleRun;

namespace CiBudget.Tests.Verdicts;

public sealed class ModelRuleTests
{
    private static readonly TestCaseData[] AskedAndAnswered =
    [
        new("claude-one", "claude-one-20261001", new[] { "claude-one" }, Array.Empty<string>(), ""),
        new("claude-one", "claude-one-20261001", new[] { "*-20261001" }, Array.Empty<string>(), ""),
        new("claude-one-20261001", "claude-one", new[] { "*-20261001" }, Array.Empty<string>(), ""),
        new("mine", "claude-one", new[] { "claude-one" }, Array.Empty<string>(), ""),
        new("claude-two", "claude-one", new[] { "*-one", "*-two" }, Array.Empty<string>(), ""),
        new("claude-two", "claude-one", null, new[] { "claude-tall" }, ""),
        new(
            "claude-two",
            "claude-one",
            new[] { "claude-one" },
            Array.Empty<string>(),
            "1 call asked for model 'claude-two', in A, which \"models.allow\" does not name"
        ),
        new(
            "claude-two",
            "claude-one",
            new[] { "claude-two" },
            Array.Empty<string>(),
            "1 call was made to model 'claude-one', in A, which \"models.allow\" does not name"
        ),
        new(
            "claude-next",
            "claude-one",
            new[] { "claude-next" },
            Array.Empty<string>(),
            "1 call was made to model 'claude-one', in A, which \"models.allow\" does not name"
        ),
        new(
            "claude-two",
            "claude-one",
            null,
            new[] { "claude-two" },
            "1 call asked for model 'claude-two', in A, which \"models.deny\" names"
        ),
        new(
            "mine",
            "claude-one",
            null,
            new[] { "mine" },
            "1 call asked for model 'mine', in A, which \"models.deny\" names"
        ),
        new(
            "claude-one",
            "claude-one-20261001",
            null,
            new[] { "claude-one" },
            "1 call was made to model 'claude-one-20261001', in A, which \"models.deny\" names"
        ),
    ];

    [Test]
    public void Models_that_are_denied_or_not_allowed_are_named_at_their_rule()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A", 1, "claude-one-20261001"),
            run.Call("B", 1, "claude-two"),
            run.Call("C", 1, "claude-two"),
            run.Call("C", 1, "claude-tall")
        );
        var budget = NoLimits with
        {
            AllowedModels = [new("claude-one", new(3, 3)), new("claude-ta*", new(3, 9))],
            DeniedModels = [new("*-tall", new(4, 4))],
        };

        Expect(
            run,
            budget,
            Outcome.OverBudget,
            "/repo/cibudget.json(3,3): error CIB010: 2 calls were made to model 'claude-two', first in B, which \"models.allow\" does not name. Use another model or add it here.",
            "/repo/cibudget.json(4,4): error CIB010: 1 call was made to model 'claude-tall', in C, which \"models.deny\" names ('*-tall'). Use another model or change the rule here."
        );
    }

    [Test]
    public void A_model_that_only_a_part_of_an_answer_came_from_was_called_too()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A", 0) with
            {
                Usage =
                [
                    new() { Model = "claude-one", OutputTokens = 1 },
                    new() { Model = "claude-two", OutputTokens = 1 },
                ],
            }
        );
        var budget = NoLimits with { AllowedModels = [new("claude-one", new(3, 3))] };

        Expect(
            run,
            budget,
            Outcome.OverBudget,
            "/repo/cibudget.json(3,3): error CIB010: 1 call was made to model 'claude-two', in A, which \"models.allow\" does not name. Use another model or add it here."
        );
    }

    [TestCaseSource(nameof(AskedAndAnswered))]
    public void Rules_on_models_hold_for_what_was_asked_and_for_what_answered(
        string asked,
        string answered,
        string[]? allowed,
        string[] denied,
        string finding
    )
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 1, answered) with { RequestModel = asked });
        var budget = NoLimits with
        {
            AllowedModels = allowed?.Select(pattern => new ModelRule(pattern, new(3, 3))).ToList(),
            DeniedModels = [.. denied.Select(pattern => new ModelRule(pattern, new(4, 4)))],
        };

        var findings = run.Findings(budget)
            .Where(text => text.Contains("CIB010", StringComparison.Ordinal));

        Assert.That(
            findings,
            finding.Length == 0 ? Is.Empty : Is.All.Contains(finding).And.Exactly(1).Items
        );
    }

    [Test]
    public void Where_no_model_is_allowed_every_call_is_named()
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 1));

        Expect(
            run,
            NoLimits with
            {
                AllowedModels = [],
            },
            Outcome.OverBudget,
            "/repo/cibudget.json: error CIB010: 1 call was made to model 'claude-one', in A, which \"models.allow\" does not name. Use another model or add it here."
        );
    }
}
