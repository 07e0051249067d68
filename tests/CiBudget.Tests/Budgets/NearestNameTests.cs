namespace CiBudget.Tests;

public sealed class NearestNameTests
{
    private static readonly string[] Names =
    [
        "run",
        "cost",
        "costs",
        "shards",
        "outputTokens",
        "aVeryLongNameOfFortyLettersAndNotOneMore",
    ];

    // A slip of one letter: dropped, added, changed, swapped with its neighbour; case is none.
    [TestCase("rn", null)] // Nothing but "r" and "n" are left to go by.
    [TestCase("runn", "run")]
    [TestCase("rin", "run")]
    [TestCase("rnu", "run")]
    [TestCase("RUN", "run")]
    [TestCase("urn", "run")]
    [TestCase("cost", "cost")]
    [TestCase("cots", "cost")]
    [TestCase("xosts", "costs")]
    // Two in six letters, not three, and not two in five.
    [TestCase("chardx", "shards")]
    [TestCase("chaxdx", null)]
    [TestCase("xoxts", null)]
    [TestCase("hsadrs", "shards")]
    [TestCase("outpotToken", "outputTokens")]
    [TestCase("ootpotTiken", null)]
    // The beginning of a name, from three letters on.
    [TestCase("output", "outputTokens")]
    [TestCase("OUT", "outputTokens")]
    [TestCase("ou", null)]
    [TestCase("put", null)]
    // Forty letters are measured, more are not.
    [TestCase(
        "aVeryLongNameOfFortyLettersAndNotOneMora",
        "aVeryLongNameOfFortyLettersAndNotOneMore"
    )]
    [TestCase("aVeryLongNameOfFortyLettersAndNotOneMoree", null)]
    [TestCase("", null)]
    public void The_name_that_was_meant(string written, string? name) =>
        Assert.That(NearestName.Find(written, Names), Is.EqualTo(name));

    [Test]
    public void Of_names_that_are_as_near_the_first_is_taken()
    {
        Assert.That(NearestName.Find("abcx", ["abcy", "abcz"]), Is.EqualTo("abcy"));
        Assert.That(
            NearestName.Find("cos", ["costs", "cot"]),
            Is.EqualTo("cot"),
            "a slip is nearer than a beginning"
        );
        Assert.That(NearestName.Find("abcdex", ["abcdyy", "abcdey"]), Is.EqualTo("abcdey"));
    }

    [Test]
    public void A_hint_is_a_sentence_or_nothing()
    {
        Assert.That(NearestName.Hint("rnu", Names), Is.EqualTo(" Did you mean 'run'?"));
        Assert.That(NearestName.Hint("xyz", Names), Is.Empty);
    }
}
