using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace CiBudget.Tests;

public sealed class QuantityTests
{
    [TestCase("$0", 0)]
    [TestCase("$0.50", 0.50)]
    [TestCase("$12", 12)]
    [TestCase("$1000000000", 1_000_000_000)]
    public void Dollars(string text, decimal usd)
    {
        Assert.That(Quantity.TryParseUsd(text, out var read, out _), Is.True);
        Assert.That(read, Is.EqualTo(usd));
    }

    [TestCase("0", 0)]
    [TestCase("80", 80)]
    [TestCase("200k", 200_000)]
    [TestCase("1.5M", 1_500_000)]
    [TestCase("0.001k", 1)]
    [TestCase("2.0", 2)]
    [TestCase("1000000000M", 1e15)]
    public void Counts(string text, decimal count)
    {
        Assert.That(Quantity.TryParseCount(text, out var read, out _), Is.True);
        Assert.That(read, Is.EqualTo(count));
    }

    [TestCase("0%", 0)]
    [TestCase("10%", 10)]
    [TestCase("12.5%", 12.5)]
    public void Percentages(string text, decimal percent)
    {
        Assert.That(Quantity.TryParsePercent(text, out var read, out _), Is.True);
        Assert.That(read, Is.EqualTo(percent));
    }

    [TestCase("")]
    [TestCase("$")]
    [TestCase("%")]
    [TestCase("k")]
    [TestCase(" 1")]
    [TestCase("+1")]
    [TestCase(".5")]
    [TestCase("5.")]
    [TestCase("$.5")]
    [TestCase("$5.")]
    [TestCase(".5k")]
    [TestCase("5.k")]
    [TestCase(".5%")]
    [TestCase("5.%")]
    [TestCase("1.2.3")]
    [TestCase("1e3")]
    [TestCase("٣")]
    [TestCase("NaN")]
    [TestCase("Infinity")]
    [TestCase("$ 1")]
    [TestCase("1 k")]
    [TestCase("1kk")]
    [TestCase("1m")]
    [TestCase("99999999999999999999999999999999999")]
    [TestCase("9e99M")]
    public void What_is_no_quantity_is_refused_in_every_unit_and_leaves_zero(string text)
    {
        Assert.Multiple(() =>
        {
            Assert.That(Quantity.TryParseUsd(text, out var usd, out _), Is.False);
            Assert.That(Quantity.TryParseCount(text, out var count, out _), Is.False);
            Assert.That(Quantity.TryParsePercent(text, out var percent, out _), Is.False);
            Assert.That((usd, count, percent), Is.EqualTo((0m, 0m, 0m)));
        });
    }

    [Test]
    public void The_culture_does_not_matter()
    {
        // The tests run in invariant mode, so a culture with a decimal comma is made by hand.
        var before = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        comma.NumberFormat.NumberGroupSeparator = ".";
        CultureInfo.CurrentCulture = comma;
        try
        {
            Assert.That(Quantity.TryParseUsd("$0.50", out var usd, out _), Is.True);
            Assert.That(usd, Is.EqualTo(0.5m));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Test]
    public void Dollars_are_read_to_the_cent()
    {
        var cents = Gen.Choose(0, int.MaxValue).Select(value => value / 100m);

        Prop.ForAll(
                cents.ToArbitrary(),
                value =>
                    Quantity.TryParseUsd(
                        "$" + value.ToString(CultureInfo.InvariantCulture),
                        out var usd,
                        out _
                    )
                    && usd == value
            )
            .QuickCheckThrowOnFailure();
    }
}
