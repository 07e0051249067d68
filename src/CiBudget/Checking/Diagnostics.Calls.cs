using CiBudget.Budgets;
using CiBudget.Text;
using CiBudget.Tokens;

namespace CiBudget.Checking;

internal sealed partial class Diagnostics
{
    /// <summary>What calls met: no price, no usage, unknown usage, cut streams, billing failures, models and organizations.</summary>
    public void AddCalls(Occurrences occurrences, ModelRules rules, ClosedSums sums)
    {
        AddUnmeasured(occurrences);
        AddNotices(occurrences.Notices);
        AddRefusals(occurrences);
        AddOpenBatches(occurrences.Batches);
        foreach (var outage in occurrences.Outages)
            Add(Codes.Outage, Rule.Outage, Outage(outage.Key, outage.Value));
        foreach (var broken in rules.Broken)
            AddModelRule(broken);
        foreach (var model in sums.Models.Where(model => model.Calls.Count > 0))
            AddRetired(model);
        foreach (var found in occurrences.Organizations)
            AddError(
                Codes.WrongOrganization,
                Elsewhere("organization", found.Key, budget.Organization!, found.Value),
                budget.OrganizationPosition
            );
        foreach (var found in occurrences.Workspaces)
            AddError(
                Codes.WrongWorkspace,
                Elsewhere("workspace", found.Key, budget.Workspace!, found.Value),
                budget.WorkspacePosition
            );
    }

    private void AddUnmeasured(Occurrences occurrences)
    {
        foreach (var unpriced in occurrences.Unpriced)
            Add(
                Codes.Unpriced,
                Rule.Unpriced,
                $"{SafeText.Name(unpriced.Key)}: the cost of {Count(unpriced.Value.Count, "call")} is not known, {First(unpriced.Value)}. Give the price under \"prices\" in the budget file."
            );
        if (occurrences.MissingUsage is { Count: > 0 } missing)
            Add(
                Codes.MissingUsage,
                Rule.MissingUsage,
                $"{Count(missing.Count, "call")} that may have been billed brought no usage, {First(missing)}: the cost is not known{Most(occurrences)}. Read answers to their end; where the test is about a call that is cut short, replay it."
            );
        foreach (var unread in occurrences.UnreadableCounters)
            Add(
                Codes.MissingUsage,
                Rule.MissingUsage,
                $"'{SafeText.Name(unread.Key)}' of {Count(unread.Value.Count, "answer")} is missing or no whole number from 0, {First(unread.Value)}: the cost is not known. Look at what stands between the tests and Claude; a gateway may have changed the answer."
            );
        foreach (var unknown in occurrences.UnknownCounters)
            Add(
                Codes.UnknownUsage,
                Rule.UnknownUsage,
                $"{Count(unknown.Value.Count, "answer")} counted '{SafeText.Name(unknown.Key)}', which this version cannot price, {First(unknown.Value)}. Update CiBudget, or set the rule \"unknownUsage\" to \"warn\"."
            );
        if (occurrences.AssumedLifetimes is { Count: > 0 } assumed)
            Add(
                Codes.AssumedLifetime,
                Rule.AssumedLifetime,
                $"{Count(assumed.Count, "answer")} did not say how long the cache keeps what was written, {First(assumed)}: priced as for 5 minutes; for an hour it costs more. If that is right, set the rule \"assumedLifetime\" to \"off\"."
            );
        if (occurrences.LowerBounds is { Count: > 0 } lower)
            Add(
                Codes.LowerBound,
                Rule.LowerBound,
                $"the cost of {Count(lower.Count, "call")} is a lower bound (≥), since the answer was cut, {First(lower)}."
            );
    }

    private void AddModelRule(BrokenModelRule broken)
    {
        var was = broken.Calls.Count == 1 ? "was" : "were";
        var calls =
            $"{Count(broken.Calls.Count, "call")} {(broken.IsAsked ? "asked for" : was + " made to")} model '{SafeText.Name(broken.Model.Name ?? "unknown")}', {First(broken.Calls)}, ";
        if (broken.Denied is { } denied)
            AddError(
                Codes.ModelNotAllowed,
                calls
                    + $"which \"models.deny\" names ('{SafeText.Name(denied.Pattern)}'). Use another model or change the rule here.",
                denied.Position
            );
        else
            AddError(
                Codes.ModelNotAllowed,
                calls + "which \"models.allow\" does not name. Use another model or add it here.",
                budget.AllowedModels is { Count: > 0 } allowed ? allowed[0].Position : default
            );
    }

    private static string Most(Occurrences occurrences) =>
        occurrences.MissingUsd is { } usd
            ? $", but not more than the {Amount.UsdInText(usd)} that was reserved"
            : "";

    private static string Outage(FailureKind kind, Occurrence calls) =>
        $"billing outage: {BillingFailures.CauseOf(kind)}. {Count(calls.Count, "live call")} failed for it, {First(calls)}; this run says nothing about the code. {BillingFailures.CureOf(kind)}";

    private static string Elsewhere(
        string what,
        string found,
        string expected,
        Occurrence answers
    ) =>
        $"{Count(answers.Count, "answer")} came from {what} '{SafeText.Name(found)}', {First(answers)}, but '{SafeText.Name(expected)}' is expected: wrong key, wrong bill. Use a key of '{SafeText.Name(expected)}' or change \"{what}\" here.";
}
