using CiBudget.Budgets;

namespace CiBudget.Checking;

/// <summary>The one word for a run: that of its worst error.</summary>
internal static class Outcomes
{
    public static Outcome From(IReadOnlyList<Diagnostic> diagnostics)
    {
        var outcome = Outcome.Within;
        foreach (
            var diagnostic in diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error)
        )
        {
            var own = From(diagnostic.Code);
            if (Rank(own) > Rank(outcome))
                outcome = own;
        }
        return outcome;
    }

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

    private static int Rank(Outcome outcome) =>
        outcome switch
        {
            Outcome.Outage => 4,
            Outcome.OverBudget => 3,
            Outcome.Unmeasured => 2,
            Outcome.NoCalls => 1,
            _ => 0,
        };
}
