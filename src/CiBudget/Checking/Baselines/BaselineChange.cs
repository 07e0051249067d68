using CiBudget.Text;

namespace CiBudget.Checking;

/// <summary>One test, or the whole run, against the baseline.</summary>
/// <param name="Name">The test's name.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Before">In the baseline, US dollars; 0 for <see cref="ChangeKind.New"/>.</param>
/// <param name="After">In the run, US dollars; 0 for <see cref="ChangeKind.Gone"/>.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record BaselineChange(string Name, ChangeKind Kind, decimal Before, decimal After)
{
    /// <summary><see cref="Before"/> as text; empty where there is none.</summary>
    public string BeforeText => Before == 0 ? "" : Amount.Usd(Before);

    /// <summary><see cref="After"/> as text; never zero for the unknown.</summary>
    public string AfterText =>
        Kind switch
        {
            ChangeKind.Gone => "",
            ChangeKind.Unpriced => After == 0 ? Spend.Unpriced : Amount.Usd(After) + " + ?",
            _ => Amount.Usd(After),
        };

    /// <summary><see cref="Delta"/> and <see cref="Share"/> as text; <c>?</c> where it is not known.</summary>
    public string DeltaText
    {
        get
        {
            var sign = Delta > 0 ? "+" : "";
            var share = Share is { } known ? " (" + sign + Amount.Percent(known) + ")" : "";
            return Kind == ChangeKind.Unpriced ? "?" : sign + Amount.Usd(Delta) + share;
        }
    }

    /// <summary>US dollars, above 0 when it rose.</summary>
    public decimal Delta => After - Before;

    /// <summary>The change as a share of what it was; null when that was nothing.</summary>
    public decimal? Share => Before == 0 ? null : Delta / Before;
}
