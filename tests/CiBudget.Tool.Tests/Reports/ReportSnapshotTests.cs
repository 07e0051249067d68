using System.Security.Cryptography;
using System.Text;

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

    /// <summary>Style and script are files already.</summary>
    [Test]
    public void Html() =>
        Snapshot.Verify(
            Page()
                .Replace(HtmlAsset.Style.Text, "/* report.css */\n", StringComparison.Ordinal)
                .Replace(HtmlAsset.Script.Text, "// report.js\n", StringComparison.Ordinal)
                .Replace(HtmlAsset.Style.Hash, "'sha256-of-report.css'", StringComparison.Ordinal)
                .Replace(HtmlAsset.Script.Hash, "'sha256-of-report.js'", StringComparison.Ordinal),
            "html.verified.html"
        );

    [TestCase("style")]
    [TestCase("script")]
    public void The_page_s_policy_allows_what_stands_in_the_page(string element)
    {
        var page = Page();
        var start = page.IndexOf($"<{element}>", StringComparison.Ordinal) + element.Length + 2;
        var text = page[start..page.IndexOf($"</{element}>", StringComparison.Ordinal)];
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

        Assert.That(text, Has.Length.GreaterThan(100));
        Assert.That(page, Does.Contain($"{element}-src 'sha256-{hash}'"));
    }

    private static string Page() =>
        HtmlReport.Render(Sample.Verdict(), Sample.Baseline(), SampleHistory.Runs(), Sample.Root);

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
