namespace CiBudget.Tests.Reports;

/// <summary>What a name from outside becomes in one line of a log.</summary>
public sealed class SafeTextTests
{
    [TestCase("##vso[x]", "# #vso[x]")]
    [TestCase("a###b", "a# # #b")]
    [TestCase("a#b#", "a#b#")]
    [TestCase("::error::x", ": :error::x")]
    [TestCase(" ::x", " : :x")]
    [TestCase("a\t::x", "a : :x")]
    [TestCase("a::b", "a::b")]
    [TestCase(":", ":")]
    [TestCase("a\r\nb\vc\fd\u0085e\u2028f\u2029g", "a  b c d e f g")]
    [TestCase("a\u001b[31mb\u007f\u0000", "a\uFFFD[31mb\uFFFD\uFFFD")]
    [TestCase("a\u202eb\u200bc\ue000d\uffffe", "a\uFFFDb\uFFFDc\uFFFDd\uFFFDe")]
    [TestCase("नु\u200Dx\u200Cy", "नु\u200Dx\u200Cy")]
    [TestCase("é返金😀~ ", "é返金😀~ ")]
    [TestCase("a\U000E0041b", "a\uFFFDb")]
    [TestCase("", "")]
    [TestCase(null, "")]
    public void One_line_that_acts_on_nothing(string? name, string line) =>
        Assert.That(SafeText.Line(name), Is.EqualTo(line));

    [Test]
    public void Half_a_character_is_replaced()
    {
        Assert.That(SafeText.Line("a\ud83d"), Is.EqualTo("a\uFFFD"));
        Assert.That(SafeText.Line("\ude00a"), Is.EqualTo("\uFFFDa"));
    }

    [TestCase("a~ Z", "a~ Z")]
    [TestCase("é返😀e\u0301\u007f", "?????")]
    public void Ascii_has_a_question_mark_for_every_other_character(string line, string ascii) =>
        Assert.That(SafeText.Ascii(line), Is.EqualTo(ascii));
}
