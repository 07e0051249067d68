using CiBudget.Checking;

namespace CiBudget.Tool;

/// <summary>Says a verdict to the CI system that runs this, if one does.</summary>
internal static class CiReport
{
    /// <param name="verdict">What to say.</param>
    /// <param name="baseline">What it is compared with; null for no comparison.</param>
    /// <param name="output">Where commands go, one a line.</param>
    public static void Publish(Verdict verdict, Baseline? baseline, TextWriter output)
    {
        if (CiHost.IsAzurePipelines)
            ToAzurePipelines(verdict, baseline, output);
        if (CiHost.IsGitHubActions)
            ToGitHubActions(verdict, baseline, output);
    }

    private static void ToAzurePipelines(Verdict verdict, Baseline? baseline, TextWriter output)
    {
        // Files that an agent uploads must live on after this process; its temporary folder goes with the job.
        var folder = Path.Combine(
            CiHost.Variable("AGENT_TEMPDIRECTORY") ?? Path.GetTempPath(),
            "cibudget-" + Guid.NewGuid().ToString("N")[..8]
        );
        var summary = Path.Combine(folder, "CiBudget.md");
        var report = Path.Combine(folder, "cibudget.html");
        AtomicFile.Write(summary, MarkdownReport.Render(verdict, baseline, Terminal.Root));
        AtomicFile.Write(report, HtmlReport.Render(verdict, baseline, root: Terminal.Root));
        foreach (var command in AzurePipelines.Commands(verdict, Terminal.Root, summary, report))
            output.Write(command + "\n");
    }

    private static void ToGitHubActions(Verdict verdict, Baseline? baseline, TextWriter output)
    {
        foreach (var command in GitHubActions.Commands(verdict, Terminal.Root))
            output.Write(command + "\n");
        // Steps of a job share both files, so they are added to, never replaced.
        if (CiHost.Variable("GITHUB_STEP_SUMMARY") is { } summary)
            File.AppendAllText(summary, MarkdownReport.Render(verdict, baseline, Terminal.Root));
        if (CiHost.Variable("GITHUB_OUTPUT") is { } outputs)
            File.AppendAllText(outputs, GitHubActions.Outputs(verdict));
    }
}
