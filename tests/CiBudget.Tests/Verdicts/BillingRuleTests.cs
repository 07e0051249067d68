using static CiBudget.Tests.Verdicts.RuleRun;

namespace CiBudget.Tests.Verdicts;

public sealed class BillingRuleTests
{
    [TestCase(
        FailureKind.CreditExhausted,
        "prepaid credit is used up",
        "Add credit or turn on auto-reload: Claude Console, Settings, Billing."
    )]
    [TestCase(
        FailureKind.SpendLimit,
        "a spend limit that your organization set is reached",
        "Raise the limit or wait for its reset: Claude Console, Settings, Limits."
    )]
    [TestCase(
        FailureKind.PaymentRequired,
        "payment is required",
        "Check the payment method and open invoices: Claude Console, Settings, Billing."
    )]
    [TestCase(
        FailureKind.SpendCap,
        "the monthly cap of your usage tier or contract is reached",
        "Ask for a higher tier or wait for the next month: Claude Console, Settings, Limits."
    )]
    public void A_billing_failure_is_an_outage(FailureKind kind, string what, string mend)
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A", 60_000),
            run.Failure("B", 400, kind),
            run.Failure("C", 400, kind),
            run.Failure("A", 429, FailureKind.RateLimited)
        );

        Expect(
            run,
            NoLimits,
            Rule.Outage,
            Outcome.Outage,
            $"/repo/cibudget.json: error CIB020: billing outage: {what}. 2 live calls failed for it, first in B; this run says nothing about the code. {mend}"
        );
        var over = run.Check(CheckedRun.Budget(new Limit { Max = 0.5m }));
        Assert.That(
            (over.Outcome, over.Diagnostics.Count),
            Is.EqualTo((Outcome.Outage, 2)),
            "the broken limit is said too"
        );
    }

    [Test]
    public void Answers_of_another_organization_or_workspace_are_the_wrong_bill()
    {
        using var run = new CheckedRun();
        run.Ledger(
            "p",
            run.Call("A", 1) with
            {
                Organization = "org-1",
                Workspace = "wrk-1",
            },
            run.Call("B", 1) with
            {
                Organization = "org-2",
                Workspace = "wrk-2",
            },
            run.Call("C", 1)
        );
        var budget = NoLimits with
        {
            Organization = "org-1",
            OrganizationPosition = new(5, 19),
            Workspace = "wrk-1",
            WorkspacePosition = new(6, 16),
        };

        Expect(
            run,
            budget,
            Outcome.OverBudget,
            "/repo/cibudget.json(5,19): error CIB021: 1 answer came from organization 'org-2', in B, but 'org-1' is expected: wrong key, wrong bill. Use a key of 'org-1' or change \"organization\" here.",
            "/repo/cibudget.json(6,16): error CIB022: 1 answer came from workspace 'wrk-2', in B, but 'wrk-1' is expected: wrong key, wrong bill. Use a key of 'wrk-1' or change \"workspace\" here."
        );
    }
}
