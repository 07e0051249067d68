using System.Text;
using System.Xml;
using CiBudget.Budgets;
using CiBudget.Checking;
using CiBudget.Json;
using CiBudget.Text;

namespace CiBudget.Tool;

/// <summary>
/// A verdict as JUnit XML, which every CI system shows: a test case for each limit, each rule, and each other error. Broken is a
/// failure, a billing outage an error, a warning is said in <c>system-out</c>, a rule that is off is skipped.
/// </summary>
internal static class JUnitReport
{
    private static readonly Dictionary<Rule, string> RuleCodes = new()
    {
        [Rule.NoCalls] = Codes.NoCalls,
        [Rule.Unpriced] = Codes.Unpriced,
        [Rule.MissingUsage] = Codes.MissingUsage,
        [Rule.UnknownUsage] = Codes.UnknownUsage,
        [Rule.LowerBound] = Codes.LowerBound,
        [Rule.AssumedLifetime] = Codes.AssumedLifetime,
        [Rule.UnclosedLedger] = Codes.UnclosedLedger,
        [Rule.OldPrices] = Codes.OldPrices,
        [Rule.RetiredModel] = Codes.RetiredModel,
        [Rule.Outage] = Codes.Outage,
        [Rule.OfflineCalls] = Codes.Offline,
        [Rule.RefusedCalls] = Codes.Refused,
        [Rule.OpenBatches] = Codes.OpenBatch,
        [Rule.UnusedReplay] = Codes.UnusedReplay,
    };

    private sealed record Case(
        string Class,
        string Name,
        IReadOnlyList<Diagnostic> Findings,
        bool Skipped = false
    )
    {
        public bool Errored =>
            Findings.Any(diagnostic =>
                diagnostic is { Code: Codes.Outage, Severity: Severity.Error }
            );

        public bool Failed =>
            !Errored && Findings.Any(diagnostic => diagnostic.Severity == Severity.Error);
    }

    /// <summary>Renders a verdict, lines ended by <c>\n</c>.</summary>
    public static string Render(Verdict verdict)
    {
        var cases = Limits(verdict).Concat(Rules(verdict)).Concat(Others(verdict)).ToList();
        var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        var settings = new XmlWriterSettings
        {
            Indent = true,
            NewLineChars = "\n",
            OmitXmlDeclaration = true,
        };
        using (var xml = XmlWriter.Create(text, settings))
            Write(xml, cases, verdict);
        return text.Append('\n').ToString();
    }

    private static IEnumerable<Case> Limits(Verdict verdict) =>
        verdict.Limits.Select(use => new Case(
            "cibudget.limits",
            Naming.GetName(use.Limit),
            [
                .. verdict.Diagnostics.Where(diagnostic =>
                    IsOn(diagnostic, use.Limit, verdict.Budget)
                ),
            ],
            Skipped: use.Limit.Severity == Severity.Off
        ));

    private static IEnumerable<Case> Rules(Verdict verdict) =>
        RuleCodes.Select(rule => new Case(
            "cibudget.rules",
            Naming.Camel(rule.Key),
            [.. verdict.Diagnostics.Where(diagnostic => diagnostic.Code == rule.Value)],
            Skipped: verdict.Budget.SeverityOf(rule.Key) == Severity.Off
        ));

    private static IEnumerable<Case> Others(Verdict verdict) =>
        verdict
            .Diagnostics.Where(diagnostic =>
                !RuleCodes.ContainsValue(diagnostic.Code)
                && !verdict.Limits.Any(use => IsOn(diagnostic, use.Limit, verdict.Budget))
            )
            .GroupBy(diagnostic => diagnostic.Code)
            .Select(group => new Case("cibudget.checks", group.Key, [.. group]));

    private static bool IsOn(Diagnostic diagnostic, Limit limit, Budget budget) =>
        diagnostic.Code is Codes.OverBudget or Codes.NearLimit
        && diagnostic.Position == limit.Position
        && diagnostic.File == budget.Path;

    private static void Write(XmlWriter xml, List<Case> cases, Verdict verdict)
    {
        xml.WriteStartElement("testsuites");
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", "CiBudget");
        xml.WriteAttributeString("tests", Amount.Plain(cases.Count));
        xml.WriteAttributeString("failures", Amount.Plain(cases.Count(one => one.Failed)));
        xml.WriteAttributeString("errors", Amount.Plain(cases.Count(one => one.Errored)));
        xml.WriteAttributeString("skipped", Amount.Plain(cases.Count(one => one.Skipped)));
        xml.WriteStartElement("properties");
        xml.WriteStartElement("property");
        xml.WriteAttributeString("name", "cibudget.measured");
        xml.WriteAttributeString("value", SafeText.Line(Naming.Measured(verdict, path => path)));
        xml.WriteEndElement();
        xml.WriteEndElement();
        foreach (var one in cases)
            Write(xml, one);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, Case one)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", one.Class);
        xml.WriteAttributeString("name", SafeText.Line(one.Name));
        xml.WriteAttributeString("time", "0");
        if (one.Skipped)
            xml.WriteElementString("skipped", "");
        // JUnit readers take one outcome a case: all messages stand in it.
        var errors = one
            .Findings.Where(diagnostic => diagnostic.Severity == Severity.Error)
            .ToList();
        if (errors.Count > 0)
        {
            xml.WriteStartElement(one.Errored ? "error" : "failure");
            xml.WriteAttributeString("message", SafeText.Line(errors[0].Message));
            xml.WriteAttributeString("type", errors[0].Code);
            xml.WriteString(string.Join("\n", errors.Select(Text)));
            xml.WriteEndElement();
        }
        var warnings = one
            .Findings.Where(diagnostic => diagnostic.Severity == Severity.Warn)
            .ToList();
        if (warnings.Count > 0)
            xml.WriteElementString("system-out", string.Join("\n", warnings.Select(Text)));
        xml.WriteEndElement();
    }

    private static string Text(Diagnostic diagnostic)
    {
        var place = diagnostic.File is { } file
            ? diagnostic.Position.In(SafeText.Line(file)) + ": "
            : "";
        return place + diagnostic.Code + ": " + SafeText.Line(diagnostic.Message);
    }
}
