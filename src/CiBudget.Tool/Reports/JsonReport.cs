using System.Text;
using System.Text.Json;
using CiBudget.Budgets;
using CiBudget.Checking;
using CiBudget.Text;
using CiBudget.Tokens;

namespace CiBudget.Tool;

/// <summary>
/// A verdict as JSON, for programs. The shape is published as <c>build/schemas/report.schema.json</c>; equal verdicts give equal bytes.
/// Dollars are numbers with every digit; <c>null</c> where calls were made and none has a price.
/// </summary>
internal static class JsonReport
{
    /// <summary>The version of the shape; it rises when a member changes its meaning or goes.</summary>
    public const int Version = 1;

    /// <summary>Renders a verdict, lines ended by <c>\n</c>.</summary>
    /// <param name="verdict">What to say.</param>
    /// <param name="history">Earlier runs, oldest first; null for none.</param>
    public static string Render(Verdict verdict, IReadOnlyList<RunPoint>? history = null) =>
        JsonOutput.FormatObject(json => Write(json, verdict, history ?? []));

    private static void Write(Utf8JsonWriter json, Verdict verdict, IReadOnlyList<RunPoint> history)
    {
        json.WriteNumber("version", Version);
        json.WriteString("outcome", Naming.Camel(verdict.Outcome));
        json.WriteNumber("exitCode", (int)verdict.Outcome);
        json.WriteBoolean("passed", verdict.Passed);
        json.WriteString("budgetFile", verdict.Budget.Path);
        json.WriteString("replayed", Naming.Camel(verdict.Budget.Replayed));
        json.WriteString("pricesAsOf", Amount.Day(verdict.PricesAsOf));
        json.WriteNumber("processes", verdict.Processes);
        json.Object("evidence", () => WriteEvidence(json, verdict.Evidence));
        WriteTime(json, "firstCall", verdict.FirstCall);
        WriteTime(json, "lastCall", verdict.LastCall);
        json.Strings(
            "ledgers",
            verdict.LedgerDirectories.OrderBy(path => path, StringComparer.Ordinal)
        );
        json.Object("totals", () => WriteTotals(json, verdict, verdict.Totals));
        json.Objects(
            "findings",
            verdict.Diagnostics,
            diagnostic => WriteDiagnostic(json, diagnostic)
        );
        json.Objects("limits", verdict.Limits, use => WriteLimit(json, use));
        json.Objects("tests", verdict.Tests, row => WriteTest(json, verdict, row));
        json.Objects("models", verdict.Models, row => WriteModel(json, verdict, row));
        json.Objects("timeline", verdict.Timeline, point => WritePoint(json, point));
        json.Objects("history", history, run => WriteRun(json, run));
    }

    private static void WriteEvidence(Utf8JsonWriter json, Evidence evidence)
    {
        json.WriteNumber("calls", evidence.Calls);
        json.WriteNumber("processes", evidence.Processes);
        json.WriteNumber("gates", evidence.Gates);
        json.Strings("gatesWithoutTests", evidence.GatesWithoutTests);
        json.WriteNumber("invocations", evidence.Invocations);
        WriteTime(json, "since", evidence.Since);
        json.Strings("notSeen", evidence.NotSeen);
    }

    private static void WriteTotals(Utf8JsonWriter json, Verdict verdict, Totals totals)
    {
        json.WriteNumber("calls", totals.Calls);
        json.WriteNumber("failedCalls", totals.FailedCalls);
        json.WriteNumber("retries", totals.Retries);
        json.WriteNumber("refusedCalls", totals.RefusedCalls);
        json.WriteNumber("replayedCalls", totals.ReplayedCalls);
        json.WriteNumber("unpricedCalls", totals.UnpricedCalls);
        foreach (var kind in TokenKind.Billed)
            json.WriteNumber(kind.Counter, kind.Get(totals.Tokens));
        json.Number("costUsd", Spend.Known(totals.CostUsd, totals));
        json.Number("avoidedUsd", totals.AvoidedUsd);
        json.Number("countedUsd", Spend.Known(Spend.Get(verdict, totals), totals));
        json.Number("reservedUsd", totals.ReservedUsd);
        json.Number("settledUsd", totals.SettledUsd);
        json.WriteBoolean("lowerBound", totals.LowerBound);
    }

    private static void WriteDiagnostic(Utf8JsonWriter json, Diagnostic diagnostic)
    {
        json.WriteString("code", diagnostic.Code);
        json.WriteString("severity", Naming.Camel(diagnostic.Severity));
        json.WriteString("file", diagnostic.File);
        WritePosition(json, diagnostic.Position);
        json.WriteString("message", diagnostic.Message);
    }

    private static void WriteLimit(Utf8JsonWriter json, LimitUse use)
    {
        json.WriteString("name", Naming.GetName(use.Limit));
        json.WriteString("scope", Naming.Camel(use.Limit.Scope));
        json.WriteString("pattern", use.Limit.Pattern);
        json.WriteString("metric", Naming.Camel(use.Limit.Metric));
        json.WriteString("severity", Naming.Camel(use.Limit.Severity));
        json.Number("max", use.Limit.Max);
        json.Number("used", use.Used);
        json.Number("share", use.Share);
        json.Number("warnAt", use.Limit.WarnAt);
        json.WriteBoolean("over", use.Over);
        json.WriteBoolean("lowerBound", use.LowerBound);
        json.WriteNumber("broken", use.Broken);
        json.WriteString("subject", use.Subject);
        WritePosition(json, use.Limit.Position);
        json.Objects(
            "topSpenders",
            use.TopSpenders,
            spender =>
            {
                json.WriteString("name", spender.Name);
                json.Number("used", spender.Used);
            }
        );
    }

    private static void WriteTest(Utf8JsonWriter json, Verdict verdict, TestTotals row)
    {
        json.WriteString("name", row.Test?.Name);
        json.WriteString("fixture", row.Test?.Fixture);
        json.WriteString("assembly", row.Test?.Assembly);
        json.Strings("categories", row.Test?.Categories ?? []);
        json.Object("totals", () => WriteTotals(json, verdict, row.Totals));
    }

    private static void WriteModel(Utf8JsonWriter json, Verdict verdict, ModelTotals row)
    {
        json.WriteString("model", row.Model);
        json.Object("totals", () => WriteTotals(json, verdict, row.Totals));
    }

    private static void WritePoint(Utf8JsonWriter json, TimelinePoint point)
    {
        WriteTime(json, "start", point.Start);
        json.WriteNumber("calls", point.Calls);
        json.WriteNumber("failedCalls", point.FailedCalls);
        json.Number("costUsd", point.CostUsd);
        json.Number("avoidedUsd", point.AvoidedUsd);
    }

    private static void WriteRun(Utf8JsonWriter json, RunPoint run)
    {
        json.WriteString("name", run.Name);
        WriteTime(json, "firstCall", run.Time);
        json.WriteString("outcome", Naming.Camel(run.Outcome));
        json.WriteNumber("calls", run.Calls);
        json.Number("countedUsd", run.CostUsd);
        json.WriteBoolean("lowerBound", run.LowerBound);
    }

    private static void WritePosition(Utf8JsonWriter json, Position position)
    {
        json.WriteNumber("line", position.Line);
        json.WriteNumber("column", position.Column);
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? time) =>
        json.WriteString(name, time is { } known ? Amount.Time(known) : null);
}
