using System.Text;
using CiBudget.Budgets;
using CiBudget.Checking;
using CiBudget.Tables;
using CiBudget.Text;

namespace CiBudget.Tool;

/// <summary>
/// A verdict for GitHub Actions: annotations, and outputs of the step. The step's summary is <see cref="MarkdownReport"/>.
/// Source: docs.github.com/actions/reference/workflows-and-actions/workflow-commands.
/// </summary>
internal static class GitHubActions
{
    /// <summary>The annotations, one a line, without line ends; print each line by itself.</summary>
    /// <param name="verdict">What to say.</param>
    /// <param name="root">The root of the repository: places below it are given relative to it.</param>
    public static IReadOnlyList<string> Commands(Verdict verdict, string? root = null) =>
        [
            .. verdict
                .Diagnostics.Where(diagnostic => diagnostic.Severity != Severity.Off)
                .Select(diagnostic => Annotation(diagnostic, root)),
        ];

    /// <summary>Text to append to the file that <c>GITHUB_OUTPUT</c> names: <c>verdict</c> and <c>cost</c> (dollars; empty when none of it is known).</summary>
    public static string Outputs(Verdict verdict)
    {
        var cost = Spend.Known(Spend.Get(verdict), verdict.Totals);
        return Output("verdict", Naming.Camel(verdict.Outcome))
            + Output("cost", cost is { } usd ? Amount.Plain(usd) : "");
    }

    /// <summary>One output in the form that may hold any text: the delimiter is no part of the value.</summary>
    internal static string Output(string name, string value)
    {
        var delimiter = new StringBuilder("CIBUDGET_END");
        while (value.Contains(delimiter.ToString()))
            delimiter.Append('_');
        return name + "<<" + delimiter + "\n" + value + "\n" + delimiter + "\n";
    }

    private static string Annotation(Diagnostic diagnostic, string? root)
    {
        var properties = new List<string>();
        if (diagnostic.File is { } file)
            properties.Add("file=" + EscapeProperty(SafeText.Line(ReportPath.Shown(file, root))));
        if (diagnostic.File is not null && diagnostic.Position.Line > 0)
        {
            properties.Add("line=" + Amount.Plain(diagnostic.Position.Line));
            properties.Add("col=" + Amount.Plain(diagnostic.Position.Column));
        }
        properties.Add("title=" + EscapeProperty(diagnostic.Code));
        var word = diagnostic.Severity == Severity.Error ? "error" : "warning";
        return $"::{word} {string.Join(',', properties)}::{EscapeData(SafeText.Line(diagnostic.Message))}";
    }

    /// <summary>The percent sign first: the others are written with it.</summary>
    private static string EscapeData(string data) =>
        data.Replace("%", "%25").Replace("\r", "%0D").Replace("\n", "%0A");

    private static string EscapeProperty(string value) =>
        EscapeData(value).Replace(":", "%3A").Replace(",", "%2C");
}
