using System.Text.RegularExpressions;

namespace CiBudget.Tests.Reports;

public sealed partial class ConsoleReportTests
{
    [Test]
    public void No_line_is_wider_than_the_terminal([Range(40, 200, 7)] int width)
    {
        var lines = ConsoleReport.Render(Sample.Verdict(), width, color: false).Split('\n');

        Assert.That(lines.Select(Cells.Width), Has.All.LessThanOrEqualTo(width));
    }

    [Test]
    public void Colour_changes_no_text()
    {
        var plain = ConsoleReport.Render(Sample.Verdict(), 100, color: false);
        var colored = ConsoleReport.Render(Sample.Verdict(), 100, color: true);

        Assert.That(plain, Does.Not.Contain('\u001b'));
        Assert.That(colored, Does.Contain("\u001b[31mOVER BUDGET\u001b[0m"));
        Assert.That(AnsiCodes().Replace(colored, ""), Is.EqualTo(plain));
    }

    [TestCase(6, "6 replayed calls (WireMock.Net) · ")]
    [TestCase(4, "6 replayed calls (4 by WireMock.Net) · ")]
    public void What_answered_replayed_calls_is_named(int calls, string text)
    {
        var verdict = Sample.Verdict() with
        {
            ReplayHosts = [KeyValuePair.Create("WireMock.Net", (long)calls)],
        };

        Assert.That(ConsoleReport.Render(verdict, 200, color: false), Does.Contain(text));
    }

    [Test]
    public void Ascii_is_ascii()
    {
        var text = ConsoleReport.Render(
            Sample.Verdict(),
            new ReportStyle { Width = 100, Ascii = true }
        );

        Assert.That(text, Has.All.LessThan((char)0x7F));
        Assert.That(text, Does.Contain(">= $0.5828"));
    }

    [Test]
    public void Broken_limit_says_limit_used_over_by_spender_and_the_line_to_edit()
    {
        var text = ConsoleReport.Render(Sample.Verdict(), 120, color: false);

        var block = text.Substring(text.IndexOf("Over: run, cost", StringComparison.Ordinal));
        Assert.That(block, Does.Contain("limit    $0.50\n"));
        Assert.That(block, Does.Contain("used     ≥ $0.5828 (117%)\n"));
        // 0.5827502 - 0.50
        Assert.That(block, Does.Contain("over by  $0.0827502\n"));
        Assert.That(
            block,
            Does.Contain("top      $0.2478  SupportBot.Tests.Answers.Refund_policy_is_quoted")
        );
        Assert.That(block, Does.Contain("edit     /repo/cibudget.json(4,21)\n"));
    }

    [TestCase(Outcome.Within, "Within budget")]
    [TestCase(Outcome.OverBudget, "OVER BUDGET")]
    [TestCase(Outcome.Outage, "BILLING OUTAGE")]
    [TestCase(Outcome.Unmeasured, "UNMEASURED")]
    [TestCase(Outcome.NoCalls, "NO CALLS")]
    public void Headline_is_a_plain_word(Outcome outcome, string word)
    {
        var verdict = Sample.Verdict() with { Outcome = outcome, Diagnostics = [] };

        Assert.That(
            ConsoleReport.Render(verdict, 80, color: false),
            Does.StartWith("CiBudget: " + word + "\n")
        );
    }

    [Test]
    public void An_error_never_reads_as_within_budget()
    {
        var verdict = Sample.Verdict() with { Outcome = Outcome.Within };

        Assert.That(
            ConsoleReport.Render(verdict, 80, color: false),
            Does.StartWith("CiBudget: RULE BROKEN\n")
        );
    }

    [Test]
    public void Unpriced_calls_are_never_shown_as_nothing()
    {
        var row = Sample.Test("A.B.C", new Totals { Calls = 1, UnpricedCalls = 1 });
        var verdict = new Verdict { Tests = [row], Totals = row.Totals };

        var text = ConsoleReport.Render(verdict, 100, color: false);

        Assert.That(text, Does.Contain("unpriced spent"));
        Assert.That(text, Does.Not.Contain("$0"));
    }

    [Test]
    public void Replayed_calls_are_shown_at_list_price_where_the_budget_counts_them()
    {
        var row = Sample.Test(
            "A.B.C",
            new Totals
            {
                Calls = 2,
                ReplayedCalls = 2,
                AvoidedUsd = 0.25m,
            }
        );
        var verdict = new Verdict
        {
            Tests = [row],
            Totals = row.Totals,
            Budget = new Budget { Replayed = ReplayedCalls.Counted },
        };

        var text = ConsoleReport.Render(verdict, 100, color: false);

        Assert.That(text, Does.Contain("$0.2500 counted, $0 of it charged"));
        Assert.That(text, Does.Match("(?m)^C +\\$0.2500 +100.0% +2 "));
    }

    [Test]
    public void An_amount_over_its_limit_never_looks_equal_to_it()
    {
        Assert.That(MetricAmount.Format(Metric.Cost, 0.500004m, 0.5m), Is.EqualTo("$0.500004"));
        Assert.That(Amount.Usd(0.000015m), Is.EqualTo("$0.000015"));
        Assert.That(Amount.Usd(0.0004m), Is.EqualTo("$0.0004"));
        Assert.That(Amount.Percent(1.00001m), Is.EqualTo("100.01%"));
        Assert.That(Amount.Percent(0.99999m), Is.EqualTo("99.99%"));
    }

    [Test]
    public void Wide_characters_take_two_cells_and_combining_marks_none()
    {
        Assert.That(Cells.Width("返金"), Is.EqualTo(4));
        Assert.That(Cells.Width("e\u0301"), Is.EqualTo(1));
        Assert.That(Cells.Width("\U0001F600"), Is.EqualTo(2));
        Assert.That(Cells.Width("a\u200D"), Is.EqualTo(1));
    }

    [Test]
    public void Names_are_cut_in_the_middle_and_never_inside_a_character()
    {
        Assert.That(Cells.Cut("Answers.Refund", 9, "…"), Is.EqualTo("An…Refund"));
        Assert.That(Cells.Cut("返金返金返金", 6, "…"), Is.EqualTo("…返金"));
    }

    [GeneratedRegex("\u001b\\[[0-9]+m")]
    private static partial Regex AnsiCodes();
}
