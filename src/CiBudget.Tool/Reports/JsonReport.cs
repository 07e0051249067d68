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
    public static string Render(Verdict verdict, IReadOnlyList<RunPoint>? history = null)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true }))
            Write(json, verdict, history ?? []);
        // The writer breaks lines as the machine does; strings hold no raw line break.
        return Encoding.UTF8.GetString(bytes.ToArray()).Replace("\r\n", "\n") + "\n";
    }

    private static void Write(Utf8JsonWriter json, Verdict verdict, IReadOnlyList<RunPoint> history)
    {
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteString("outcome", Naming.Camel(verdict.Outcome));
        json.WriteNumber("exitCode", (int)verdict.Outcome);
        json.WriteBoolean("passed", verdict.Passed);
        json.WriteString("budgetFile", verdict.Budget.Path);
        json.WriteString("replayed", Naming.Camel(verdict.Budget.Replayed));
        json.WriteString("pricesAsOf", Amount.Day(verdict.PricesAsOf));
        json.WriteNumber("processes", verdict.Processes);
        WriteEvidence(json, verdict.Evidence);
        WriteTime(json, "firstCall", verdict.FirstCall);
        WriteTime(json, "lastCall", verdict.LastCall);
        WriteArray(
            json,
            "ledgers",
            verdict.LedgerDirectories.OrderBy(path => path, StringComparer.Ordinal),
            json.WriteStringValue
        );
        json.WritePropertyName("totals");
        WriteTotals(json, verdict, verdict.Totals);
        WriteArray(
            json,
            "findings",
            verdict.Diagnostics,
            diagnostic => WriteDiagnostic(json, diagnostic)
        );
        WriteArray(json, "limits", verdict.Limits, use => WriteLimit(json, use));
        WriteArray(json, "tests", verdict.Tests, row => WriteTest(json, verdict, row));
        WriteArray(json, "models", verdict.Models, row => WriteModel(json, verdict, row));
        WriteArray(json, "timeline", verdict.Timeline, point => WritePoint(json, point));
        WriteArray(json, "history", history, run => WriteRun(json, run));
        json.WriteEndObject();
    }

    private static void WriteEvidence(Utf8JsonWriter json, Evidence evidence)
    {
        json.WriteStartObject("evidence");
        json.WriteNumber("calls", evidence.Calls);
        json.WriteNumber("processes", evidence.Processes);
        json.WriteNumber("gates", evidence.Gates);
        WriteArray(json, "gatesWithoutTests", evidence.GatesWithoutTests, json.WriteStringValue);
        json.WriteNumber("invocations", evidence.Invocations);
        WriteTime(json, "since", evidence.Since);
        WriteArray(json, "notSeen", evidence.NotSeen, json.WriteStringValue);
        json.WriteEndObject();
    }

    private static void WriteTotals(Utf8JsonWriter json, Verdict verdict, Totals totals)
    {
        json.WriteStartObject();
        json.WriteNumber("calls", totals.Calls);
        json.WriteNumber("failedCalls", totals.FailedCalls);
        json.WriteNumber("retries", totals.Retries);
        json.WriteNumber("refusedCalls", totals.RefusedCalls);
        json.WriteNumber("replayedCalls", totals.ReplayedCalls);
        json.WriteNumber("unpricedCalls", totals.UnpricedCalls);
        foreach (var kind in TokenKind.Billed)
            json.WriteNumber(kind.Counter, kind.Get(totals.Tokens));
        WriteNumber(json, "costUsd", Spend.Known(totals.CostUsd, totals));
        WriteNumber(json, "avoidedUsd", Amount.Trimmed(totals.AvoidedUsd));
        WriteNumber(json, "countedUsd", Spend.Known(Spend.Get(verdict, totals), totals));
        WriteNumber(json, "reservedUsd", Amount.Trimmed(totals.ReservedUsd));
        WriteNumber(json, "settledUsd", Amount.Trimmed(totals.SettledUsd));
        json.WriteBoolean("lowerBound", totals.LowerBound);
        json.WriteEndObject();
    }

    private static void WriteDiagnostic(Utf8JsonWriter json, Diagnostic diagnostic)
    {
        json.WriteStartObject();
        json.WriteString("code", diagnostic.Code);
        json.WriteString("severity", Naming.Camel(diagnostic.Severity));
        json.WriteString("file", diagnostic.File);
        WritePosition(json, diagnostic.Position);
        json.WriteString("message", diagnostic.Message);
        json.WriteEndObject();
    }

    private static void WriteLimit(Utf8JsonWriter json, LimitUse use)
    {
        json.WriteStartObject();
        json.WriteString("name", Naming.GetName(use.Limit));
        json.WriteString("scope", Naming.Camel(use.Limit.Scope));
        json.WriteString("pattern", use.Limit.Pattern);
        json.WriteString("metric", Naming.Camel(use.Limit.Metric));
        json.WriteString("severity", Naming.Camel(use.Limit.Severity));
        WriteNumber(json, "max", Amount.Trimmed(use.Limit.Max));
        WriteNumber(json, "used", Amount.Trimmed(use.Used));
        WriteNumber(json, "share", use.Share is { } share ? Amount.Trimmed(share) : null);
        WriteNumber(json, "warnAt", use.Limit.WarnAt is { } warnAt ? Amount.Trimmed(warnAt) : null);
        json.WriteBoolean("over", use.Over);
        json.WriteBoolean("lowerBound", use.LowerBound);
        json.WriteNumber("broken", use.Broken);
        json.WriteString("subject", use.Subject);
        WritePosition(json, use.Limit.Position);
        WriteArray(
            json,
            "topSpenders",
            use.TopSpenders,
            spender =>
            {
                json.WriteStartObject();
                json.WriteString("name", spender.Name);
                WriteNumber(json, "used", Amount.Trimmed(spender.Used));
                json.WriteEndObject();
            }
        );
        json.WriteEndObject();
    }

    private static void WriteTest(Utf8JsonWriter json, Verdict verdict, TestTotals row)
    {
        json.WriteStartObject();
        json.WriteString("name", row.Test?.Name);
        json.WriteString("fixture", row.Test?.Fixture);
        json.WriteString("assembly", row.Test?.Assembly);
        WriteArray(json, "categories", row.Test?.Categories ?? [], json.WriteStringValue);
        json.WritePropertyName("totals");
        WriteTotals(json, verdict, row.Totals);
        json.WriteEndObject();
    }

    private static void WriteModel(Utf8JsonWriter json, Verdict verdict, ModelTotals row)
    {
        json.WriteStartObject();
        json.WriteString("model", row.Model);
        json.WritePropertyName("totals");
        WriteTotals(json, verdict, row.Totals);
        json.WriteEndObject();
    }

    private static void WritePoint(Utf8JsonWriter json, TimelinePoint point)
    {
        json.WriteStartObject();
        WriteTime(json, "start", point.Start);
        json.WriteNumber("calls", point.Calls);
        json.WriteNumber("failedCalls", point.FailedCalls);
        WriteNumber(json, "costUsd", Amount.Trimmed(point.CostUsd));
        WriteNumber(json, "avoidedUsd", Amount.Trimmed(point.AvoidedUsd));
        json.WriteEndObject();
    }

    private static void WriteRun(Utf8JsonWriter json, RunPoint run)
    {
        json.WriteStartObject();
        json.WriteString("name", run.Name);
        WriteTime(json, "firstCall", run.Time);
        json.WriteString("outcome", Naming.Camel(run.Outcome));
        json.WriteNumber("calls", run.Calls);
        WriteNumber(json, "countedUsd", run.CostUsd);
        json.WriteBoolean("lowerBound", run.LowerBound);
        json.WriteEndObject();
    }

    private static void WritePosition(Utf8JsonWriter json, Position position)
    {
        json.WriteNumber("line", position.Line);
        json.WriteNumber("column", position.Column);
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? time) =>
        json.WriteString(name, time is { } known ? Amount.Time(known) : null);

    private static void WriteNumber(Utf8JsonWriter json, string name, decimal? number)
    {
        if (number is { } known)
            json.WriteNumber(name, known);
        else
            json.WriteNull(name);
    }

    private static void WriteArray<T>(
        Utf8JsonWriter json,
        string name,
        IEnumerable<T> items,
        Action<T> write
    )
    {
        json.WriteStartArray(name);
        foreach (var item in items)
            write(item);
        json.WriteEndArray();
    }
}
