using System.Text.Json;
using CiBudget.Checking;
using CiBudget.Json;

namespace CiBudget.Tool.Bill.Reconciling;

/// <summary>A comparison as JSON, for programs. The shape is published as <c>build/schemas/reconcile.schema.json</c>.</summary>
internal static class ReconciliationJson
{
    /// <summary>The version of the shape; it rises when a member changes its meaning or goes.</summary>
    private const int Version = 1;

    public static string Render(Reconciliation result) =>
        JsonOutput.FormatObject(json =>
        {
            json.WriteNumber("version", Version);
            json.WriteNumber("exitCode", result.ExitCode);
            json.WriteBoolean("equal", result.IsEqual);
            json.WriteBoolean("complete", result.IsComplete);
            json.WriteString("source", Naming.Camel(result.Billed.Source));
            json.WriteTime("dataRefreshedAt", result.Billed.RefreshedAt);
            json.Strings("workspaces", result.About.Workspaces);
            json.Strings("keys", result.About.Keys);
            json.Objects(
                "periods",
                result.Metered.Periods,
                period =>
                {
                    json.WriteString("from", Period.Format(period.From));
                    json.WriteString("to", Period.Format(period.To));
                }
            );
            json.WriteNumber("liveCalls", result.Metered.LiveCalls);
            json.Number("meteredListUsd", result.MeteredUsd);
            json.Number("billedListUsd", result.BilledListUsd);
            json.Number("billedUsd", result.BilledUsd);
            json.Objects("lines", result.Lines, line => Write(json, line));
            json.Objects(
                "explanations",
                result.Explanations,
                explanation =>
                {
                    json.WriteString("cause", Naming.Camel(explanation.Cause));
                    json.WriteString("text", explanation.Text);
                }
            );
        });

    private static void Write(Utf8JsonWriter json, ReconciledLine line)
    {
        json.WriteString("model", line.Model.Length == 0 ? null : line.Model);
        json.WriteString("tokenType", line.Kind);
        json.WriteString("verdict", Naming.Camel(line.Verdict));
        json.WriteNumber("metered", line.Metered.Count);
        json.WriteNumber("meteredBatches", line.Metered.BatchCount);
        json.WriteNumber("meteredUnbilled", line.Metered.UnbilledCount);
        json.Number("meteredListUsd", line.Metered.ListUsd);
        json.WriteCount("billed", line.Billed.Count);
        json.WriteNumber("billedBatches", line.Billed.BatchCount);
        json.Number("billedListUsd", line.Billed.ListUsd);
        json.Number("billedUsd", line.Billed.AmountUsd);
    }
}
