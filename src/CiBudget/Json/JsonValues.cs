using System.Text.Json;
using CiBudget.Text;

namespace CiBudget.Json;

/// <summary>Values with a unit, read at the cursor.</summary>
internal static class JsonValues
{
    /// <summary>Dollars: <c>"$0.50"</c>.</summary>
    public static decimal Usd(this ref JsonCursor json)
    {
        if (json.Token == JsonTokenType.Number)
            throw json.Fault(
                $"a bare number has no unit: write \"${Written(json.Number(), "0.50")}\""
            );
        return Checked(
            ref json,
            Quantity.ReadUsd(json.String("dollars such as \"$0.50\""), out var usd),
            usd
        );
    }

    /// <summary>Tokens or calls: <c>80</c>, <c>"200k"</c>.</summary>
    public static decimal Count(this ref JsonCursor json)
    {
        var written =
            json.Token == JsonTokenType.Number
                ? json.Number()
                : json.String("a whole number such as 80, \"200k\" or \"1.5M\"");
        return Checked(ref json, Quantity.ReadCount(written, out var count), count);
    }

    /// <summary>Percent: 10 for <c>"10%"</c>.</summary>
    public static decimal Percent(this ref JsonCursor json, string expected, decimal most)
    {
        if (json.Token == JsonTokenType.Number)
            throw json.Fault(
                $"a bare number has no unit: write \"{Written(json.Number(), "10")}%\""
            );
        var written = json.String(expected);
        var percent = Checked(ref json, Quantity.ReadPercent(written, out var read), read);
        return percent <= most
            ? percent
            : throw json.Fault(
                FormattableString.Invariant($"expected at most {most}%, found \"{written}\"")
            );
    }

    /// <summary>A share, 0.1 for <c>"10%"</c>.</summary>
    public static decimal Share(this ref JsonCursor json, string expected, decimal mostPercent) =>
        json.Percent(expected, mostPercent) / 100m;

    /// <summary>A bare factor above zero: <c>0.5</c>.</summary>
    public static decimal Factor(this ref JsonCursor json)
    {
        const string expected = "a factor above 0 and up to 100, such as 0.5";
        if (json.Token != JsonTokenType.Number)
            throw json.Expected(expected);
        return
            decimal.TryParse(
                json.Number(),
                System.Globalization.NumberStyles.Float,
                System.Globalization.CultureInfo.InvariantCulture,
                out var factor
            ) && factor is > 0m and <= 100m
            ? factor
            : throw json.Expected(expected);
    }

    /// <summary>Text that is not blank.</summary>
    public static string Words(this ref JsonCursor json, string expected)
    {
        var text = json.String(expected);
        return string.IsNullOrWhiteSpace(text) ? throw json.Expected(expected) : text;
    }

    private static decimal Checked(ref JsonCursor json, string? fault, decimal value) =>
        fault is null ? value : throw json.Fault(fault);

    // The number that was written, where the hint can use it as it is.
    private static string Written(string number, string example) =>
        Quantity.ReadUsd("$" + number, out _) is null ? number : example;
}
