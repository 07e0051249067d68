using CiBudget.Text;

namespace CiBudget.Tables;

/// <summary>A cell of a table. Its text may come from outside: who writes it makes it harmless.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Tone">What that feels like.</param>
/// <param name="Value">The number that it stands for: rows are sorted and bars are drawn by it; null when it is not known.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct TableCell(string Text, Tone Tone = Tone.None, decimal? Value = null)
{
    /// <summary>What stands for a number that nobody said.</summary>
    public const string NotSaid = "–";

    /// <summary>A number of something.</summary>
    public static TableCell Count(long? count) =>
        new(count is { } known ? Amount.Count(known) : NotSaid, Value: count);

    /// <summary>US dollars.</summary>
    public static TableCell Usd(decimal? usd, Tone tone = Tone.None) =>
        new(usd is { } known ? Amount.Usd(known) : NotSaid, tone, usd);
}
