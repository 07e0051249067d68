using System.Diagnostics;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;

namespace CiBudget.Tests;

public sealed class GlobPatternTests
{
    [TestCase("*", "")]
    [TestCase("", "")]
    [TestCase("*.Streaming*", "Bot.Tests.StreamingAnswers.First(\"de\")")]
    [TestCase("claude-opus-*", "claude-opus-5-5")]
    [TestCase("a*b*c", "abbcbc")]
    [TestCase("**", "x")]
    [TestCase("a.[x](y)", "a.[x](y)")]
    [TestCase("*😀", "é😀")]
    public void A_pattern_matches_the_whole_text(string pattern, string text)
    {
        Assert.That(GlobPattern.IsMatch(pattern, text), Is.True);
    }

    [TestCase("", "a")]
    [TestCase("a", "")]
    [TestCase("a", "ab")]
    [TestCase("b", "ab")]
    [TestCase("A", "a")]
    [TestCase("a?c", "abc")]
    [TestCase("a.c", "abc")]
    [TestCase("claude-opus-5", "claude-opus-5-5")]
    [TestCase("a*b", "abc")]
    public void A_pattern_stands_for_itself_but_for_stars(string pattern, string text)
    {
        Assert.That(GlobPattern.IsMatch(pattern, text), Is.False);
    }

    [Test]
    public void Matching_equals_a_regular_expression()
    {
        var texts = Gen.Elements('a', 'b', '.', '\n')
            .ArrayOf()
            .Select(letters => new string(letters));
        var patterns = Gen.Elements('a', 'b', '.', '*', '*')
            .ArrayOf()
            .Select(letters => new string(letters));
        var cases = from text in texts from pattern in patterns select (pattern, text);

        FsCheck.Check.One(
            Config
                .QuickThrowOnFailure.WithMaxTest(TestEffort.Rounds(few: 400, thorough: 2_000))
                .WithEndSize(12),
            Prop.ForAll(
                cases.ToArbitrary(),
                one => GlobPattern.IsMatch(one.pattern, one.text) == Naive(one.pattern, one.text)
            )
        );
    }

    [Test]
    public void Many_stars_do_not_take_long()
    {
        var pattern = string.Concat(Enumerable.Repeat("a*", 500)) + "b";
        var text = new string('a', 20_000);

        var clock = Stopwatch.StartNew();
        var matches = GlobPattern.IsMatch(pattern, text);

        Assert.That(matches, Is.False);
        Assert.That(
            clock.Elapsed,
            Is.LessThan(TimeSpan.FromSeconds(5)),
            "a backtracking matcher never ends"
        );
    }

    private static bool Naive(string pattern, string text) =>
        Regex.IsMatch(
            text,
            "\\A" + Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal) + "\\z",
            RegexOptions.Singleline
        );
}
