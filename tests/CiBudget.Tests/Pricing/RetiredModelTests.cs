namespace CiBudget.Tests;

public sealed class RetiredModelTests
{
    [TestCase("claude-sonnet-4-5", "2026-10-30", null)]
    [TestCase("claude-sonnet-4-5", "2026-11-28", "will be retired on 2026-11-30")]
    [TestCase("claude-sonnet-4-5", "2026-11-30", "is retired since 2026-11-30")]
    [TestCase("claude-opus-4-1", "2026-11-28", "is retired since 2026-08-05")]
    [TestCase("claude-opus-4-5", "2026-11-28", null)]
    [TestCase("claude-opus-5-5", "2030-01-01", null)]
    public void A_retired_model_is_a_warning_with_its_day(string model, string today, string? text)
    {
        var diagnostics = Check(today, new() { Model = model, OutputTokens = 1 });

        Assert.That(
            diagnostics.Select(diagnostic => diagnostic.Severity),
            Has.None.EqualTo(Severity.Error)
        );
        Assert.That(
            diagnostics
                .SingleOrDefault(diagnostic => diagnostic.Code == Codes.RetiredModel)
                ?.Message,
            text is null ? Is.Null : Does.StartWith($"model '{model}' {text} on the Claude API")
        );
    }

    [TestCase("fast", 1)]
    [TestCase("standard", 0)]
    [TestCase(null, 0)]
    public void The_end_of_a_fast_mode_is_told_to_those_who_use_it(string? speed, int warnings)
    {
        var diagnostics = Check(
            "2026-11-28",
            new()
            {
                Model = "claude-opus-4-8",
                OutputTokens = 1,
                Speed = speed,
            }
        );

        Assert.That(
            diagnostics.Count(diagnostic =>
                diagnostic.Message.StartsWith(
                    "fast mode of model 'claude-opus-4-8' will be retired on 2026-11-30",
                    StringComparison.Ordinal
                )
            ),
            Is.EqualTo(warnings)
        );
    }

    [Test]
    public void The_fast_prices_of_the_newest_models()
    {
        // A million of each kind: 16 + 80 + 20 + 32 + 0.40
        foreach (var model in new[] { "claude-fable-5-2", "claude-mythos-5-2" })
            Assert.That(
                PriceSheet
                    .Embedded.CostOf(Tokens.OfEachKind(model, 1_000_000) with { Speed = "fast" })
                    .Usd,
                Is.EqualTo(148.40m),
                model
            );
    }

    [Test]
    public void Only_the_tier_of_haiku_5_5_is_left() =>
        Assert.That(
            PriceSheet.Embedded.Models.Where(row => row.Tiers.Count > 0).Select(row => row.Model),
            Is.EqualTo(new[] { "claude-haiku-5-5" })
        );

    private static IReadOnlyList<Diagnostic> Check(string today, Usage usage)
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 0, usage.Model!) with { Usage = [usage] });
        return BudgetCheck
            .Run(
                Budget.Empty with
                {
                    Rules = new Dictionary<Rule, Severity> { [Rule.OldPrices] = Severity.Off },
                },
                PriceSheet.Embedded,
                [run.Path],
                new()
                {
                    Time = new FixedTime(
                        DateTimeOffset.Parse(
                            today + "T00:00:00Z",
                            System.Globalization.CultureInfo.InvariantCulture
                        )
                    ),
                }
            )
            .Diagnostics;
    }
}
