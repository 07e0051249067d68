namespace CiBudget.Tool.Tests.Reports;

/// <summary>Every report of the tool for one verdict, as files to read.</summary>
public sealed class ReportSnapshotTests
{
    [Test]
    public void Markdown() =>
        Snapshot.Verify(
            MarkdownReport.Render(Sample.Verdict(), Sample.Baseline(), Sample.Root),
            "markdown.verified.md"
        );

    [Test]
    public void Html() =>
        Snapshot.Verify(
            HtmlReport.Render(
                Sample.Verdict(),
                Sample.Baseline(),
                SampleHistory.Runs(),
                Sample.Root
            ),
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
}
