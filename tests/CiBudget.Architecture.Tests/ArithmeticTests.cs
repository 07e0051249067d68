using System.Reflection;

namespace CiBudget.Architecture.Tests;

public sealed class ArithmeticTests
{
    private static IEnumerable<string> Assemblies() =>
        Product.Assemblies.Select(assembly => assembly.GetName().Name!);

    [TestCaseSource(nameof(Assemblies))]
    public void Nobody_else_adds_counters_or_prices_a_call(string name) =>
        Assert.Multiple(() =>
        {
            var assembly = Assembly.Load(name);
            Assert.That(OneArithmetic.PricingElsewhere(assembly), Is.Empty);
            Assert.That(OneArithmetic.PricingCallsElsewhere(assembly), Is.Empty);
            Assert.That(OneArithmetic.AddingElsewhere(assembly), Is.Empty);
        });

    [Test]
    public void Somebody_else_who_prices_or_adds_is_seen() =>
        Assert.Multiple(() =>
        {
            var here = typeof(Offender).Assembly;
            Assert.That(OneArithmetic.PricingElsewhere(here), Has.Some.EqualTo(Name("Price")));
            Assert.That(
                OneArithmetic.PricingCallsElsewhere(here),
                Has.Some.EqualTo(Name("PriceEntry")).And.Some.EqualTo(Name("PriceAgain"))
            );
            Assert.That(OneArithmetic.AddingElsewhere(here), Has.Some.EqualTo(Name("Add")));
        });

    private static string Name(string method) => $"{nameof(ArithmeticTests)}.{method}";

    private static class Offender
    {
        public static decimal? Price(Usage usage) => PriceSheet.Embedded.CostOf(usage).Usd;

        public static decimal? PriceEntry(LedgerEntry entry) =>
            CallCost.From(entry, PriceSheet.Embedded).Usd;

        public static PricedEntry PriceAgain(LedgerEntry entry) => new(entry, PriceSheet.Embedded);

        public static long Add(Usage usage) =>
            usage.InputTokens + usage.CacheReadTokens + usage.OutputTokens;
    }
}
