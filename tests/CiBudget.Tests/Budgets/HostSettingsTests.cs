namespace CiBudget.Tests.Budgets;

public sealed class HostSettingsTests
{
    [TestCase("2/4", 2, 4)]
    [TestCase("10000/10000", 10000, 10000)]
    [TestCase("", null, null)]
    [TestCase(null, null, null)]
    public void A_shard_is_one_of_how_many(string? text, int? shard, int? shards) =>
        Assert.That(HostSettings.Sharding(text), Is.EqualTo((shard, shards)));

    [TestCase("1 /4")]
    [TestCase("0/4")]
    [TestCase("5/4")]
    [TestCase("4")]
    [TestCase("1/4/2")]
    [TestCase("1/999999999")]
    [TestCase("a/b")]
    public void A_shard_that_is_none_is_an_error(string text) =>
        Assert.That(
            () => HostSettings.Sharding(text),
            Throws
                .TypeOf<FormatException>()
                .With.Message.StartsWith($"CIBUDGET_SHARD is '{text}'; it must be")
        );

    [TestCase("error", Severity.Error)]
    [TestCase("WARN", Severity.Warn)]
    [TestCase("off", Severity.Off)]
    [TestCase("", null)]
    public void NoCalls_is_a_severity(string text, Severity? severity) =>
        Assert.That(HostSettings.NoCalls("X", text), Is.EqualTo(severity));

    [TestCase("of")]
    [TestCase("1")]
    public void NoCalls_that_is_none_is_an_error(string text) =>
        Assert.That(
            () => HostSettings.NoCalls("X", text),
            Throws
                .TypeOf<FormatException>()
                .With.Message.EqualTo($"X is '{text}'; it can be error, warn or off.")
        );

    [TestCase("90m", 90)]
    [TestCase("2d", 2880)]
    [TestCase("", 360)]
    public void An_age_is_a_number_with_its_unit(string text, int minutes) =>
        Assert.That(HostSettings.MaxAge("X", text), Is.EqualTo(TimeSpan.FromMinutes(minutes)));

    [Test]
    public void Any_age_passes_when_it_is_off()
    {
        Assert.That(HostSettings.MaxAge("X", "off"), Is.Null);
        Assert.That(() => HostSettings.MaxAge("X", "6"), Throws.TypeOf<FormatException>());
    }

    [TestCase("100", "80", 100)]
    [TestCase("wide", "80", 80)]
    [TestCase(null, null, null)]
    public void The_first_width_that_is_a_number_counts(string? one, string? other, int? width) =>
        Assert.That(HostSettings.Width(one, other), Is.EqualTo(width));
}
