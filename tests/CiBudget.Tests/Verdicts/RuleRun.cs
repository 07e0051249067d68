namespace CiBudget.Tests.Verdicts;

/// <summary>What the tests of rules have in common.</summary>
internal static class RuleRun
{
    public static readonly Budget NoLimits = CheckedRun.Budget();

    public static readonly LedgerProcess Writer = new() { Id = "p" };

    /// <summary>A ledger of these lines that lost three calls.</summary>
    public static string Closed(params string[] lines)
    {
        var checksum = new LedgerChecksum();
        foreach (var line in lines)
            checksum.Add(System.Text.Encoding.UTF8.GetBytes(line));
        var closing = new LedgerFormat().Closing(0, 0, lost: 3, lines.Length, checksum);
        return string.Concat(lines.Select(line => line + "\n"))
            + System.Text.Encoding.UTF8.GetString(closing.Bytes, 0, closing.Length);
    }

    public static void Expect(CheckedRun run, Outcome outcome, params string[] diagnostics) =>
        Expect(run, NoLimits, outcome, diagnostics);

    public static void Expect(
        CheckedRun run,
        Budget budget,
        Outcome outcome,
        params string[] diagnostics
    )
    {
        Assert.That(run.Findings(budget), Is.EqualTo(diagnostics));
        Assert.That(run.Check(budget).Outcome, Is.EqualTo(outcome));
    }

    /// <summary>The diagnostic, and that its rule makes it a warning or takes it away.</summary>
    public static void Expect(
        CheckedRun run,
        Budget budget,
        Rule rule,
        Outcome outcome,
        string diagnostic
    )
    {
        Expect(run, budget, outcome, diagnostic);
        Budget With(Severity severity) =>
            budget with
            {
                Rules = new Dictionary<Rule, Severity> { [rule] = severity },
            };
        Expect(
            run,
            With(Severity.Warn),
            Outcome.Within,
            diagnostic.Replace(": error CIB", ": warning CIB", StringComparison.Ordinal)
        );
        Expect(run, With(Severity.Off), Outcome.Within);
    }
}
