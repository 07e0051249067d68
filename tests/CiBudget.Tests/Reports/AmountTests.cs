using System.Globalization;

namespace CiBudget.Tests.Reports;

public sealed class AmountTests
{
    [TestCase("0", "$0")]
    [TestCase("0.5", "$0.5000")]
    [TestCase("-0.5", "-$0.5000")]
    [TestCase("1234.5", "$1,234.5000")]
    [TestCase("0.00005", "$0.0001")]
    [TestCase("-0.00005", "-$0.0001")]
    // Two digits that say something where four decimals would say none.
    [TestCase("0.00004", "$0.00004")]
    [TestCase("0.0000449", "$0.000045")]
    [TestCase("0.000000000001", "$0.000000000001")]
    public void Dollars_of_a_table(string usd, string text) =>
        Assert.That(Amount.Usd(Number(usd)), Is.EqualTo(text));

    [TestCase(Metric.Cost, "0.5", "0.5", "$0.5000")]
    [TestCase(Metric.Cost, "0.50004", "0.5", "$0.50004")]
    [TestCase(Metric.Cost, "0.51", "0.5", "$0.5100")]
    [TestCase(Metric.RetryShare, "12.5", "20", "12.5%")]
    [TestCase(Metric.RetryShare, "33.3333333", "20", "33.3333%")]
    [TestCase(Metric.Calls, "1234", "1", "1,234")]
    public void An_amount_beside_its_limit(
        Metric metric,
        string value,
        string limit,
        string text
    ) => Assert.That(MetricAmount.Format(metric, Number(value), Number(limit)), Is.EqualTo(text));

    [TestCase(Metric.Cost, "0.0827502", "$0.0827502")]
    [TestCase(Metric.Cost, "0.5", "$0.50")]
    [TestCase(Metric.OutputTokens, "1234567", "1,234,567")]
    public void An_amount_with_all_its_digits(Metric metric, string value, string text) =>
        Assert.That(MetricAmount.FormatExactly(metric, Number(value)), Is.EqualTo(text));

    [TestCase("0", "0%")]
    [TestCase("0.05", "5%")]
    [TestCase("0.0994", "9.9%")]
    [TestCase("0.1", "10%")]
    [TestCase("0.1234", "12%")]
    [TestCase("-0.0512", "-5.1%")]
    [TestCase("-0.256", "-26%")]
    [TestCase("12.5", "1,250%")]
    [TestCase("1", "100%")]
    [TestCase("0.996", "99.6%")]
    [TestCase("1.004", "100.4%")]
    [TestCase("1.006", "101%")]
    public void A_change_in_percent_is_a_hundred_only_when_it_is(string share, string text) =>
        Assert.That(Amount.Percent(Number(share)), Is.EqualTo(text));

    [Test]
    public void A_share_of_a_whole_has_one_decimal() =>
        Assert.That(Amount.Share(0.12345m), Is.EqualTo("12.3%"));

    [TestCase(0.25, "0.3 s")]
    [TestCase(59.9, "59.9 s")]
    [TestCase(60, "1 min 0 s")]
    [TestCase(3_599, "59 min 59 s")]
    [TestCase(3_600, "1 h 0 min")]
    [TestCase(90_061, "25 h 1 min")]
    public void A_duration_has_two_units_at_most(double seconds, string text) =>
        Assert.That(Amount.Duration(TimeSpan.FromSeconds(seconds)), Is.EqualTo(text));

    [Test]
    public void Counts_and_numbers()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Amount.Count(1_234_567), Is.EqualTo("1,234,567"));
            Assert.That(Amount.Counted(1, "call"), Is.EqualTo("1 call"));
            Assert.That(Amount.Counted(1_000, "call"), Is.EqualTo("1,000 calls"));
            Assert.That(Amount.Plain(1_234L), Is.EqualTo("1234"));
            Assert.That(Amount.Plain(1_234.2500m), Is.EqualTo("1234.25"));
        });
    }

    [Test]
    public void A_time_is_in_utc() =>
        Assert.That(
            Amount.Time(new DateTimeOffset(2026, 11, 22, 1, 2, 3, 45, TimeSpan.FromHours(2))),
            Is.EqualTo("2026-11-21T23:02:03.045Z")
        );

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
