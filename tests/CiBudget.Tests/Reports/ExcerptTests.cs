namespace CiBudget.Tests;

public sealed class ExcerptTests
{
    private static readonly string Eighty = new('x', 80);

    [Test]
    public void Eighty_characters_are_shown_and_the_rest_is_cut()
    {
        Assert.That(SafeText.Excerpt(Eighty), Is.EqualTo(Eighty));
        Assert.That(SafeText.Excerpt(Eighty + "y"), Is.EqualTo(Eighty + "…"));
    }

    [Test]
    public void A_character_of_two_halves_is_shown_whole_or_not_at_all()
    {
        var most = Eighty[1..] + "😀";

        Assert.That(SafeText.Excerpt(most), Is.EqualTo(most));
        Assert.That(SafeText.Excerpt(most + "y"), Is.EqualTo(most + "…"));
        Assert.That(SafeText.Excerpt(Eighty + "😀"), Is.EqualTo(Eighty + "…"));
    }

    // Ends of lines and paragraphs, controls, marks that turn the line around.
    [TestCase("a\nb", "a b")]
    [TestCase("a\u2028b", "a b")]
    [TestCase("a\u2029b", "a b")]
    [TestCase("a\u001bb", "a\ufffdb")]
    [TestCase("a\u007fb", "a\ufffdb")]
    [TestCase("a\u202eb", "a\ufffdb")]
    public void What_would_break_the_line_is_replaced(string text, string shown) =>
        Assert.That(SafeText.Excerpt(text), Is.EqualTo(shown));

    [Test]
    public void Half_a_character_is_replaced()
    {
        Assert.That(SafeText.Excerpt("a\ud83db"), Is.EqualTo("a\ufffdb"));
        Assert.That(SafeText.Excerpt("a\ude00b"), Is.EqualTo("a\ufffdb"));
        Assert.That(SafeText.Excerpt("a\ud83d"), Is.EqualTo("a\ufffd"));
    }

    [TestCase("", "")]
    [TestCase("é 返金 e\u0301", "é 返金 e\u0301")]
    public void Everything_else_stays(string text, string shown) =>
        Assert.That(SafeText.Excerpt(text), Is.EqualTo(shown));
}
