using CiBudget.Budgets;
using CiBudget.Checking;
using CiBudget.Tables;
using CiBudget.Text;

namespace CiBudget.Tool;

/// <summary>
/// A verdict as logging commands of Azure Pipelines. Print each line by itself; the agent reads them from standard output.
/// Source: learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands.
/// </summary>
internal static class AzurePipelines
{
    /// <summary>The name of the output variable with the outcome (<c>overBudget</c>).</summary>
    public const string VerdictVariable = "CiBudgetVerdict";

    /// <summary>The name of the output variable with the counted cost in dollars; empty when none of it is known.</summary>
    public const string CostVariable = "CiBudgetCost";

    /// <summary>The commands, one a line, without line ends.</summary>
    /// <param name="verdict">What to say.</param>
    /// <param name="root">The root of the repository: places below it are given relative to it.</param>
    /// <param name="summary">A Markdown file for the run's summary page; null for none.</param>
    /// <param name="attachment">A report file to attach to the run; null for none.</param>
    public static IReadOnlyList<string> Commands(
        Verdict verdict,
        string? root = null,
        string? summary = null,
        string? attachment = null
    )
    {
        var lines = new List<string>();
        foreach (
            var diagnostic in verdict.Diagnostics.Where(diagnostic =>
                diagnostic.Severity != Severity.Off
            )
        )
            lines.Add(
                Command("task.logissue", Issue(diagnostic, root), SafeText.Line(diagnostic.Message))
            );
        var outcome = Naming.Camel(verdict.Outcome);
        var cost = Spend.Known(Spend.Get(verdict), verdict.Totals);
        lines.Add(Variable(VerdictVariable, outcome));
        lines.Add(Variable(CostVariable, cost is { } usd ? Amount.Plain(usd) : ""));
        lines.Add(Command("build.addbuildtag", [], "cibudget-" + outcome));
        if (summary is not null)
            lines.Add(Command("task.uploadsummary", [], summary));
        if (attachment is not null)
            lines.Add(
                Command(
                    "task.addattachment",
                    [("type", "CiBudget"), ("name", "cibudget-report")],
                    attachment
                )
            );
        return lines;
    }

    private static (string, string)[] Issue(Diagnostic diagnostic, string? root)
    {
        var properties = new List<(string, string)>
        {
            ("type", diagnostic.Severity == Severity.Error ? "error" : "warning"),
        };
        if (diagnostic.File is { } file)
            properties.Add(("sourcepath", SafeText.Line(ReportPath.Shown(file, root))));
        if (diagnostic.File is not null && diagnostic.Position.Line > 0)
        {
            properties.Add(("linenumber", Amount.Plain(diagnostic.Position.Line)));
            properties.Add(("columnnumber", Amount.Plain(diagnostic.Position.Column)));
        }
        properties.Add(("code", diagnostic.Code));
        return [.. properties];
    }

    private static string Variable(string name, string value) =>
        Command("task.setvariable", [("variable", name), ("isOutput", "true")], value);

    private static string Command(string name, (string Key, string Value)[] properties, string data)
    {
        var list = string.Join(
            ";",
            properties.Select(property => property.Key + "=" + EscapeProperty(property.Value))
        );
        return "##vso[" + name + (list.Length == 0 ? "" : " " + list) + "]" + EscapeData(data);
    }

    /// <summary>The percent sign first: the others are written with it.</summary>
    private static string EscapeData(string data) =>
        data.Replace("%", "%AZP25").Replace("\r", "%0D").Replace("\n", "%0A");

    private static string EscapeProperty(string value) =>
        EscapeData(value).Replace(";", "%3B").Replace("]", "%5D");
}
