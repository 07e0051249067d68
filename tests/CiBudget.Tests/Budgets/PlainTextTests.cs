namespace CiBudget.Tests;

public sealed class PlainTextTests
{
    private static readonly string Eighty = new('x', 80);

    [Test]
    public void Eighty_characters_are_shown_and_the_rest_is_cut()
    {
        Assert.That(PlainText.Format(Eighty), Is.EqualTo(Eighty));
        Assert.That(PlainText.Format(Eighty + "y"), Is.EqualTo(Eighty + "…"));
    }

    [Test]
    public void A_character_of_two_halves_is_shown_whole_or_not_at_all()
    {
        var most = Eighty[1..] + "😀";

        Assert.That(PlainText.Format(most), Is.EqualTo(most));
        Assert.That(PlainText.Format(most + "y"), Is.EqualTo(most + "…"));
        Assert.That(PlainText.Format(Eighty + "😀"), Is.EqualTo(Eighty + "…"));
    }

    // Controls, marks that turn the line around, ends of lines and paragraphs.
    [TestCase("a\nb")]
    [TestCase("a\u001bb")]
    [TestCase("a\u007fb")]
    [TestCase("a\u202eb")]
    [TestCase("a\u2028b")]
    [TestCase("a\u2029b")]
    public void What_would_break_the_line_is_a_question_mark(string text) =>
        Assert.That(PlainText.Format(text), Is.EqualTo("a?b"));

    [Test]
    public void Half_a_character_is_a_question_mark()
    {
        Assert.That(PlainText.Format("a\ud83db"), Is.EqualTo("a?b"));
        Assert.That(PlainText.Format("a\ude00b"), Is.EqualTo("a?b"));
        Assert.That(PlainText.Format("a\ud83d"), Is.EqualTo("a?"));
    }

    [TestCase("", "")]
    [TestCase("é 返金 e\u0301", "é 返金 e\u0301")]
    public void Everything_else_stays(string text, string shown) =>
        Assert.That(PlainText.Format(text), Is.EqualTo(shown));
}
