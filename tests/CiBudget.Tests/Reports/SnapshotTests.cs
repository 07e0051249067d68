using CiBudget.Tool;

namespace CiBudget.Tests.Reports;

/// <summary>Every output for one verdict, as files to read.</summary>
public sealed class SnapshotTests
{
    [TestCase(60)]
    [TestCase(80)]
    [TestCase(120)]
    [TestCase(200)]
    public void Console(int width) =>
        Snapshot.Verify(
            ConsoleReport.Render(
                Sample.Verdict(),
                new ReportStyle { Width = width, Root = Sample.Root }
            ),
            $"console-{width}.verified.txt"
        );

    [Test]
    public void Console_in_ascii() =>
        Snapshot.Verify(
            ConsoleReport.Render(
                Sample.Verdict(),
                new ReportStyle
                {
                    Width = 100,
                    Ascii = true,
                    Root = Sample.Root,
                }
            ),
            "console-ascii.verified.txt"
        );

    [Test]
    public void Markdown() =>
        Snapshot.Verify(
            MarkdownReport.Render(Sample.Verdict(), Sample.Baseline(), Sample.Root),
            "markdown.verified.md"
        );

    [Test]
    public void Html() =>
        Snapshot.Verify(
            HtmlReport.Render(Sample.Verdict(), Sample.Baseline(), Sample.History(), Sample.Root),
            "html.verified.html"
        );

    [Test]
    public void Json() =>
        Snapshot.Verify(JsonReport.Render(Sample.Verdict()), "json.verified.json");

    [Test]
    public void JUnit() =>
        Snapshot.Verify(JUnitReport.Render(Sample.Verdict()), "junit.verified.xml");

    [Test]
    public void Csv() => Snapshot.Verify(CsvReport.Render(Sample.Verdict()), "csv.verified.csv");

    [Test]
    public void Azure() =>
        Snapshot.Verify(
            string.Join(
                "\n",
                AzurePipelines.Commands(
                    Sample.Verdict(),
                    Sample.Root,
                    "/tmp/summary.md",
                    "/tmp/report.html"
                )
            ) + "\n",
            "azure.verified.txt"
        );

    [Test]
    public void GitHub() =>
        Snapshot.Verify(
            string.Join("\n", GitHubActions.Commands(Sample.Verdict(), Sample.Root))
                + "\n\n"
                + GitHubActions.Outputs(Sample.Verdict()),
            "github.verified.txt"
        );

    [Test]
    public void Baseline() =>
        Snapshot.Verify(BaselineFile.Write(Sample.Baseline()), "baseline.verified.json");
}
