using CiBudget.Checking;
using CiBudget.Json;

namespace CiBudget.Tool.Bill.Reconciling;

/// <summary>A comparison as JSON, for programs. The shape is published as <c>build/schemas/reconcile.schema.json</c>.</summary>
internal static class ReconciliationJson
{
    /// <summary>The version of the shape; it rises when a member changes its meaning or goes.</summary>
    private const int Version = 1;

    public static object Create(Reconciliation result) =>
        new
        {
            version = Version,
            exitCode = result.ExitCode,
            equal = result.IsEqual,
            complete = result.IsComplete,
            source = Naming.Camel(result.Billed.Source),
            dataRefreshedAt = Period.Format(result.Billed.RefreshedAt),
            workspaces = result.About.Workspaces,
            keys = result.About.Keys,
            periods = result.Metered.Periods.Select(period => new
            {
                from = Period.Format(period.From),
                to = Period.Format(period.To),
            }),
            liveCalls = result.Metered.LiveCalls,
            meteredListUsd = result.MeteredUsd,
            billedListUsd = result.BilledListUsd,
            billedUsd = result.BilledUsd,
            lines = result.Lines.Select(line => new
            {
                model = line.Model.Length == 0 ? null : line.Model,
                tokenType = line.Kind,
                verdict = Naming.Camel(line.Verdict),
                metered = line.Metered.Count,
                meteredBatches = line.Metered.BatchCount,
                meteredUnbilled = line.Metered.UnbilledCount,
                meteredListUsd = line.Metered.ListUsd,
                billed = line.Billed.Count,
                billedBatches = line.Billed.BatchCount,
                billedListUsd = line.Billed.ListUsd,
                billedUsd = line.Billed.AmountUsd,
            }),
            explanations = result.Explanations.Select(explanation => new
            {
                cause = Naming.Camel(explanation.Cause),
                text = explanation.Text,
            }),
        };
}
