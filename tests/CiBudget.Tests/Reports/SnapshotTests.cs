namespace CiBudget.Tests.Reports;

/// <summary>What a build prints of one verdict, and its baseline, as files to read.</summary>
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
    public void Baseline() =>
        Snapshot.Verify(BaselineFile.Write(Sample.Baseline()), "baseline.verified.json");
}
