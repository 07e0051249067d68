using CiBudget.Budgets;

namespace CiBudget.Checking;

/// <summary>The one word for a run: that of its worst error.</summary>
internal static class Outcomes
{
    // The worst last.
    private static readonly Outcome[] Ranked =
    [
        Outcome.Within,
        Outcome.NoCalls,
        Outcome.Unmeasured,
        Outcome.OverBudget,
        Outcome.Outage,
    ];

    public static Outcome From(IReadOnlyList<Diagnostic> diagnostics) =>
        diagnostics
            .Where(diagnostic => diagnostic.Severity == Severity.Error)
            .Select(diagnostic => From(diagnostic.Code))
            .Append(Outcome.Within)
            .OrderByDescending(outcome => Array.IndexOf(Ranked, outcome))
            .First();

    private static Outcome From(string code) =>
        code switch
        {
            Codes.Outage => Outcome.Outage,
            Codes.OverBudget
            or Codes.Growth
            or Codes.ModelNotAllowed
            or Codes.WrongOrganization
            or Codes.WrongWorkspace => Outcome.OverBudget,
            Codes.NoCalls => Outcome.NoCalls,
            _ => Outcome.Unmeasured,
        };
}
