using System.Globalization;

namespace CiBudget.Text;

/// <summary>Values as budgets write them, unit included: <c>"$0.50"</c>, <c>"200k"</c>, <c>"10%"</c>.</summary>
/// <remarks>Used by the budget file and by everything that takes a limit as text. Culture-invariant.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Quantity
{
    /// <summary>The most dollars that a value may name; it keeps every product inside <c>decimal</c>.</summary>
    internal const decimal MostUsd = 1_000_000_000m;

    /// <summary>The most tokens or calls that a value may name.</summary>
    internal const decimal MostCount = 1_000_000_000_000_000m;

    /// <summary>The highest percentage that a value may name.</summary>
    internal const decimal MostPercent = 10_000m;

    private static readonly char[] Separators = [',', '_', '\''];

    /// <summary>Reads dollars: <c>$0.50</c>.</summary>
    /// <param name="text">The value.</param>
    /// <param name="usd">US dollars; zero when it cannot be read.</param>
    /// <param name="fault">What is wrong and how to write it; null when it was read.</param>
    public static bool TryParseUsd(string text, out decimal usd, out string? fault) =>
        (fault = ReadUsd(text, out usd)) is null;

    /// <summary>Reads a count of tokens or calls: <c>80</c>, <c>200k</c>, <c>1.5M</c>.</summary>
    /// <param name="text">The value.</param>
    /// <param name="count">A whole number; zero when it cannot be read.</param>
    /// <param name="fault">What is wrong and how to write it; null when it was read.</param>
    public static bool TryParseCount(string text, out decimal count, out string? fault) =>
        (fault = ReadCount(text, out count)) is null;

    /// <summary>Reads a percentage: <c>10%</c>.</summary>
    /// <param name="text">The value.</param>
    /// <param name="percent">Percent: 10 for <c>10%</c>; zero when it cannot be read.</param>
    /// <param name="fault">What is wrong and how to write it; null when it was read.</param>
    public static bool TryParsePercent(string text, out decimal percent, out string? fault) =>
        (fault = ReadPercent(text, out percent)) is null;

    private static string? ReadUsd(string text, out decimal usd)
    {
        usd = 0;
        if (Fault(text, "$1000.50") is { } fault)
            return fault;
        if (text.Length == 0 || text[0] != '$')
            return IsNumber(text)
                ? $"dollars need their sign: write \"${text}\""
                : Expected("dollars such as \"$0.50\"", text);
        if (!TryNumber(text.Substring(1), out usd))
            return Expected("dollars such as \"$0.50\"", text);
        return AtMost(MostUsd, "$1000000000", text, ref usd);
    }

    private static string? ReadCount(string text, out decimal count)
    {
        count = 0;
        if (Fault(text, "200k") is { } fault)
            return fault;
        var factor =
            Last(text) == 'k' ? 1_000m
            : Last(text) == 'M' ? 1_000_000m
            : 1m;
        if (!TryNumber(factor == 1m ? text : text.Substring(0, text.Length - 1), out var number))
            return Expected("a whole number such as 80, \"200k\" or \"1.5M\"", text);
        if (number > MostCount)
            return TooMuch(text, "1000000000M");
        count = number * factor;
        return Whole(text, ref count) ?? AtMost(MostCount, "1000000000M", text, ref count);
    }

    private static string? ReadPercent(string text, out decimal percent)
    {
        percent = 0;
        if (Fault(text, "10%") is { } fault)
            return fault;
        if (Last(text) != '%')
            return IsNumber(text)
                ? $"a percentage needs its sign: write \"{text}%\""
                : Expected("a percentage such as \"10%\"", text);
        if (!TryNumber(text.Substring(0, text.Length - 1), out percent))
            return Expected("a percentage such as \"10%\"", text);
        return AtMost(MostPercent, "10000%", text, ref percent);
    }

    /// <summary>The faults that every unit has in common.</summary>
    private static string? Fault(string text, string example) =>
        (text.Length > 0 && text[0] == '-') || text.StartsWith("$-", StringComparison.Ordinal)
            ? $"\"{SafeText.Excerpt(text)}\" is below zero"
        : text.IndexOfAny(Separators) >= 0
            ? $"\"{SafeText.Excerpt(text)}\" has separators: write digits and a decimal point only, such as \"{example}\""
        : null;

    private static string? Whole(string text, ref decimal count)
    {
        if (decimal.Truncate(count) == count)
            return null;
        count = 0;
        return $"\"{SafeText.Excerpt(text)}\" is not a whole number";
    }

    private static string? AtMost(decimal most, string shown, string text, ref decimal value)
    {
        if (value <= most)
            return null;
        value = 0;
        return TooMuch(text, shown);
    }

    private static string TooMuch(string text, string most) =>
        $"\"{SafeText.Excerpt(text)}\" is more than the most that can be limited ({most})";

    private static string Expected(string what, string text) =>
        $"expected {what}, found \"{SafeText.Excerpt(text)}\"";

    private static char Last(string text) => text.Length == 0 ? '\0' : text[text.Length - 1];

    private static bool IsNumber(string text) => TryNumber(text, out _);

    /// <summary>Plain digits with at most one decimal point inside, so that <c>1e9</c>, <c>+1</c> and <c>NaN</c> are none.</summary>
    private static bool TryNumber(string text, out decimal number)
    {
        number = 0;
        if (
            text.Length == 0
            || text[0] is < '0' or > '9'
            || text[text.Length - 1] is < '0' or > '9'
            || text.Any(letter => letter is not ((>= '0' and <= '9') or '.'))
            || text.IndexOf('.') != text.LastIndexOf('.')
        )
            return false;
        // What does not fit is a number all the same, and more than any limit.
        if (
            !decimal.TryParse(
                text,
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out number
            )
        )
            number = decimal.MaxValue;
        return true;
    }
}
