using System.Text.RegularExpressions;

namespace CiBudget.Tests.Reports;

public sealed partial class ConsoleReportTests
{
    [TestCase(60)]
    [TestCase(80)]
    [TestCase(120)]
    [TestCase(200)]
    public void Report_looks_as_agreed(int width) =>
        Snapshot.Verify(
            ConsoleReport.Render(
                Sample.Verdict(),
                new ReportStyle { Width = width, Root = Sample.Root }
            ),
            $"console-{width}.verified.txt"
        );

    [Test]
    public void No_line_is_wider_than_the_terminal([Range(40, 200, 7)] int width)
    {
        var lines = ConsoleReport.Render(Sample.Verdict(), width, color: false).Split('\n');

        Assert.That(lines.Select(Cells.Width), Has.All.LessThanOrEqualTo(width));
    }

    [Test]
    public void Colour_changes_no_text()
    {
        var plain = ConsoleReport.Render(Sample.Verdict(), 100, color: false);
        var colored = ConsoleReport.Render(Sample.Verdict(), 100, color: true);

        Assert.That(plain, Does.Not.Contain('\u001b'));
        Assert.That(colored, Does.Contain("\u001b[31mOVER BUDGET\u001b[0m"));
        Assert.That(AnsiCodes().Replace(colored, ""), Is.EqualTo(plain));
    }

    [Test]
    public void Ascii_is_ascii()
    {
        var text = ConsoleReport.Render(
            Sample.Verdict(),
            new ReportStyle { Width = 100, Ascii = true }
        );

        Assert.That(text, Has.All.LessThan((char)0x7F));
        Assert.That(text, Does.Contain(">= $0.5828"));
    }

    [GeneratedRegex("\u001b\\[[0-9]+m")]
    private static partial Regex AnsiCodes();
}
