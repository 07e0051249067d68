using System.Globalization;

namespace CiBudget.Tests;

public sealed class MoneyTests
{
    [TestCase("0", "$0.00")]
    [TestCase("0.5", "$0.50")]
    [TestCase("0.6123", "$0.6123")]
    [TestCase("0.12344", "$0.1234")]
    [TestCase("0.12345", "$0.1235")]
    [TestCase("-0.12345", "-$0.1235")]
    [TestCase("1204", "$1,204.00")]
    // What is something never looks like nothing.
    [TestCase("0.00005", "$0.0001")]
    [TestCase("0.00004", "$0.00004")]
    [TestCase("0.000000000001", "$0.000000000001")]
    public void Two_to_four_decimals_and_more_where_it_takes_more(string usd, string text) =>
        Assert.That(Amount.UsdInText(Usd(usd)), Is.EqualTo(text));

    [TestCase("0.5000001", "0.5", "$0.5000001")]
    [TestCase("0.50004", "0.5", "$0.50004")]
    [TestCase("0.50005", "0.5", "$0.5001")]
    [TestCase("0.5", "0.5", "$0.50")]
    public void An_amount_never_looks_equal_to_another(string usd, string other, string text) =>
        Assert.That(Amount.UsdInText(Usd(usd), Usd(other)), Is.EqualTo(text));

    private static decimal Usd(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
