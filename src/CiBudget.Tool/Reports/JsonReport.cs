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
        JsonOutput.Format(
            new
            {
                version = Version,
                outcome = Naming.Camel(verdict.Outcome),
                exitCode = (int)verdict.Outcome,
                passed = verdict.Passed,
                budgetFile = verdict.Budget.Path,
                replayed = Naming.Camel(verdict.Budget.Replayed),
                pricesAsOf = Amount.Day(verdict.PricesAsOf),
                processes = verdict.Processes,
                evidence = EvidenceOf(verdict.Evidence),
                firstCall = Time(verdict.FirstCall),
                lastCall = Time(verdict.LastCall),
                ledgers = verdict.LedgerDirectories.Order(StringComparer.Ordinal),
                totals = TotalsOf(verdict, verdict.Totals),
                findings = verdict.Diagnostics.Select(diagnostic => new
                {
                    code = diagnostic.Code,
                    severity = Naming.Camel(diagnostic.Severity),
                    file = diagnostic.File,
                    line = diagnostic.Position.Line,
                    column = diagnostic.Position.Column,
                    message = diagnostic.Message,
                }),
                limits = verdict.Limits.Select(LimitOf),
                tests = verdict.Tests.Select(row => new
                {
                    name = row.Test?.Name,
                    fixture = row.Test?.Fixture,
                    assembly = row.Test?.Assembly,
                    categories = row.Test?.Categories ?? [],
                    totals = TotalsOf(verdict, row.Totals),
                }),
                models = verdict.Models.Select(row => new
                {
                    model = row.Model,
                    totals = TotalsOf(verdict, row.Totals),
                }),
                timeline = verdict.Timeline.Select(point => new
                {
                    start = Time(point.Start),
                    calls = point.Calls,
                    failedCalls = point.FailedCalls,
                    costUsd = point.CostUsd,
                    avoidedUsd = point.AvoidedUsd,
                }),
                history = (history ?? []).Select(run => new
                {
                    name = run.Name,
                    firstCall = Time(run.Time),
                    outcome = Naming.Camel(run.Outcome),
                    calls = run.Calls,
                    countedUsd = run.CostUsd,
                    lowerBound = run.LowerBound,
                }),
            }
        );

    private static object EvidenceOf(Evidence evidence) =>
        new
        {
            calls = evidence.Calls,
            processes = evidence.Processes,
            gates = evidence.Gates,
            gatesWithoutTests = evidence.GatesWithoutTests,
            invocations = evidence.Invocations,
            since = Time(evidence.Since),
            notSeen = evidence.NotSeen,
        };

    private static Dictionary<string, object?> TotalsOf(Verdict verdict, Totals totals)
    {
        var members = new Dictionary<string, object?>
        {
            ["calls"] = totals.Calls,
            ["failedCalls"] = totals.FailedCalls,
            ["retries"] = totals.Retries,
            ["refusedCalls"] = totals.RefusedCalls,
            ["replayedCalls"] = totals.ReplayedCalls,
            ["unpricedCalls"] = totals.UnpricedCalls,
        };
        foreach (var kind in TokenKind.Billed)
            members.Add(kind.Counter, kind.Get(totals.Tokens));
        members.Add("costUsd", Spend.Known(totals.CostUsd, totals));
        members.Add("avoidedUsd", totals.AvoidedUsd);
        members.Add("countedUsd", Spend.Known(Spend.Get(verdict, totals), totals));
        members.Add("reservedUsd", totals.ReservedUsd);
        members.Add("settledUsd", totals.SettledUsd);
        members.Add("lowerBound", totals.LowerBound);
        return members;
    }

    private static object LimitOf(LimitUse use) =>
        new
        {
            name = Naming.GetName(use.Limit),
            scope = Naming.Camel(use.Limit.Scope),
            pattern = use.Limit.Pattern,
            metric = Naming.Camel(use.Limit.Metric),
            severity = Naming.Camel(use.Limit.Severity),
            max = use.Limit.Max,
            used = use.Used,
            share = use.Share,
            warnAt = use.Limit.WarnAt,
            over = use.Over,
            lowerBound = use.LowerBound,
            broken = use.Broken,
            subject = use.Subject,
            line = use.Limit.Position.Line,
            column = use.Limit.Position.Column,
            topSpenders = use.TopSpenders.Select(spender => new
            {
                name = spender.Name,
                used = spender.Used,
            }),
        };

    private static string? Time(DateTimeOffset? time) =>
        time is { } known ? Amount.Time(known) : null;
}
