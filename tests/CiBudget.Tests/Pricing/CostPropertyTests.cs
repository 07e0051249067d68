using FsCheck;
using FsCheck.Fluent;

namespace CiBudget.Tests;

public sealed class CostPropertyTests
{
    private static readonly string[] Models =
    [
        .. PriceSheet.Embedded.Models.Select(row => row.Model),
    ];

    private static readonly Gen<long> Count = Gen.Choose(0, 200_000).Select(count => (long)count);

    private static readonly Gen<Usage> Tokens =
        from input in Count
        from output in Count
        from write5m in Count
        from write1h in Count
        from read in Count
        from searches in Gen.Choose(0, 5)
        select new Usage
        {
            InputTokens = input,
            OutputTokens = output,
            CacheWrite5mTokens = write5m,
            CacheWrite1hTokens = write1h,
            CacheReadTokens = read,
            WebSearchRequests = searches,
        };

    private static readonly Gen<Usage> Usages =
        from tokens in Tokens
        from model in Gen.Elements(Models)
        from batch in Gen.Elements(true, false)
        from geo in Gen.Elements(null, "global", "us")
        select tokens with
        {
            Model = model,
            Batch = batch,
            InferenceGeo = PriceSheet.Embedded.Find(model)!.UsInferenceMultiplier is null
                ? null
                : geo,
        };

    [Test]
    public void The_cost_of_two_usages_is_the_sum_of_their_costs()
    {
        // One price for every length, so that adding up does not cross a tier.
        var flat = Usages.Where(usage => PriceSheet.Embedded.Find(usage.Model!)!.Tiers.Count == 0);
        var pairs = from first in flat from second in Tokens select (first, second);

        Prop.ForAll(
                pairs.ToArbitrary(),
                pair =>
                    CostOf(Sum(pair.first, pair.second))
                    == CostOf(pair.first) + CostOf(Like(pair.first, pair.second))
            )
            .QuickCheckThrowOnFailure();
    }

    [Test]
    public void More_tokens_never_cost_less()
    {
        var pairs = from first in Usages from more in Tokens select (first, more);

        Prop.ForAll(
                pairs.ToArbitrary(),
                pair => CostOf(Sum(pair.first, pair.more)) >= CostOf(pair.first)
            )
            .QuickCheckThrowOnFailure();
    }

    [Test]
    public void A_known_model_with_tokens_never_costs_nothing()
    {
        var used = Usages.Where(usage => usage.TotalTokens > 0);

        Prop.ForAll(used.ToArbitrary(), usage => CostOf(usage) > 0).QuickCheckThrowOnFailure();
    }

    private static decimal CostOf(Usage usage) =>
        PriceSheet.Embedded.CostOf(usage).Usd
        ?? throw new InvalidOperationException($"Unpriced: {usage}");

    /// <summary>The tokens of one usage, with the model and modifiers of another.</summary>
    private static Usage Like(Usage priced, Usage tokens) =>
        tokens with
        {
            Model = priced.Model,
            Batch = priced.Batch,
            InferenceGeo = priced.InferenceGeo,
        };

    private static Usage Sum(Usage first, Usage second) =>
        first with
        {
            InputTokens = first.InputTokens + second.InputTokens,
            OutputTokens = first.OutputTokens + second.OutputTokens,
            CacheWrite5mTokens = first.CacheWrite5mTokens + second.CacheWrite5mTokens,
            CacheWrite1hTokens = first.CacheWrite1hTokens + second.CacheWrite1hTokens,
            CacheReadTokens = first.CacheReadTokens + second.CacheReadTokens,
            WebSearchRequests = first.WebSearchRequests + second.WebSearchRequests,
        };
}
