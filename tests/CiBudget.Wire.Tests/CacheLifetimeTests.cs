namespace CiBudget.Wire.Tests;

/// <summary>Where the lifetimes of cache writes come from when an answer has entries of its own for each attempt.</summary>
public sealed class CacheLifetimeTests
{
    [TestCase(0, 8000, new long[] { 0, 0 }, new long[] { 7000, 1000 })]
    [TestCase(8000, 0, new long[] { 7000, 1000 }, new long[] { 0, 0 })]
    [TestCase(3000, 5000, new long[] { 2000, 1000 }, new long[] { 5000, 0 })]
    public void The_split_of_the_top_level_is_that_of_its_entries(
        long minutes,
        long hour,
        long[] ofMinutes,
        long[] ofHour
    )
    {
        var parts = Parts(minutes, hour, Entry("message", 7000), Entry("message", 1000));

        Assert.That(parts.Select(part => part.CacheWrite5mTokens), Is.EqualTo(ofMinutes));
        Assert.That(parts.Select(part => part.CacheWrite1hTokens), Is.EqualTo(ofHour));
        Assert.That(parts.Select(part => part.CacheSplitAssumed), Has.None.True);
    }

    [Test]
    public void Compaction_and_advisers_are_not_in_the_top_level()
    {
        var parts = Parts(
            0,
            8000,
            Entry("compaction", 400),
            Entry("message", 8000),
            Entry("advisor_message", 500)
        );

        Assert.That(
            parts.Select(part => part.CacheWrite1hTokens),
            Is.EqualTo(new[] { 0, 8000, 0 })
        );
        Assert.That(
            parts.Select(part => part.CacheSplitAssumed),
            Is.EqualTo(new[] { true, false, true })
        );
    }

    [Test]
    public void After_a_fallback_the_top_level_is_the_last_attempt()
    {
        var parts = Parts(0, 1000, Entry("message", 7000), Entry("fallback_message", 1000, "n"));

        Assert.That(parts.Select(part => part.CacheWrite1hTokens), Is.EqualTo(new[] { 0, 1000 }));
        Assert.That(
            parts.Select(part => part.CacheSplitAssumed),
            Is.EqualTo(new[] { true, false })
        );
    }

    [Test]
    public void Entries_that_have_a_split_keep_it_and_the_others_share_the_rest()
    {
        var parts = Parts(
            1000,
            7000,
            Entry("message", 1000, split: """{"ephemeral_5m_input_tokens":1000}"""),
            Entry("message", 7000)
        );

        Assert.That(
            parts.Select(part => (part.CacheWrite5mTokens, part.CacheWrite1hTokens)),
            Is.EqualTo(new[] { (1000, 0), (0, 7000L) })
        );
        Assert.That(parts.Select(part => part.CacheSplitAssumed), Has.None.True);
    }

    [Test]
    public void Totals_that_differ_say_nothing_of_the_entries()
    {
        var parts = Parts(0, 8000, Entry("message", 7000), Entry("message", 2000));

        Assert.That(
            parts.Select(part => part.CacheWrite5mTokens),
            Is.EqualTo(new[] { 7000, 2000 })
        );
        Assert.That(parts.Select(part => part.CacheSplitAssumed), Has.All.True);
    }

    [Test]
    public void A_split_of_both_lifetimes_over_two_models_is_an_assumption()
    {
        var parts = Parts(3000, 5000, Entry("message", 7000, "m"), Entry("message", 1000, "n"));

        Assert.That(parts.Sum(part => part.CacheWrite1hTokens), Is.EqualTo(5000));
        Assert.That(parts.Select(part => part.CacheSplitAssumed), Has.All.True);
    }

    private static IReadOnlyList<Usage> Parts(long minutes, long hour, params string[] entries)
    {
        var message = Reading.Json(
            $$"""
            {"model":"m","usage":{"input_tokens":2,"output_tokens":500,"cache_creation_input_tokens":{{minutes
                + hour}},
             "cache_creation":{"ephemeral_5m_input_tokens":{{minutes}},"ephemeral_1h_input_tokens":{{hour}} },
             "iterations":[{{string.Join(',', entries)}}] } }
            """
        );
        Assert.That(message.Complete, Is.True);
        return message.Parts;
    }

    private static string Entry(
        string type,
        long written,
        string? model = null,
        string split = "null"
    ) =>
        $$"""{"type":"{{type}}","model":{{(model is null ? "null" : $"\"{model}\"")}},"input_tokens":1,"output_tokens":50,"cache_creation_input_tokens":{{written}},"cache_creation":{{split}}}""";
}
