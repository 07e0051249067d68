using System.Text.Json;
using CiBudget.Text;

namespace CiBudget.Json;

/// <summary>Values with a unit.</summary>
internal static class JsonQuantities
{
    /// <summary>Dollars: <c>"$0.50"</c>.</summary>
    public static decimal Usd(this JsonTree json) =>
        json.Type == JsonTokenType.Number
            ? throw json.Fault($"a bare number has no unit: write \"${Written(json, "0.50")}\"")
        : Quantity.TryParseUsd(
            json.AsString("dollars such as \"$0.50\""),
            out var usd,
            out var fault
        )
            ? usd
        : throw json.Fault(fault!);

    /// <summary>Tokens or calls: <c>80</c>, <c>"200k"</c>.</summary>
    public static decimal Count(this JsonTree json)
    {
        var written =
            json.Type == JsonTokenType.Number
                ? json.Text
                : json.AsString("a whole number such as 80, \"200k\" or \"1.5M\"");
        return Quantity.TryParseCount(written, out var count, out var fault)
            ? count
            : throw json.Fault(fault!);
    }

    /// <summary>Percent: 10 for <c>"10%"</c>.</summary>
    public static decimal Percent(this JsonTree json, string expected, decimal most)
    {
        if (json.Type == JsonTokenType.Number)
            throw json.Fault($"a bare number has no unit: write \"{Written(json, "10")}%\"");
        if (!Quantity.TryParsePercent(json.AsString(expected), out var percent, out var fault))
            throw json.Fault(fault!);
        return percent <= most
            ? percent
            : throw json.Expected(FormattableString.Invariant($"at most {most}%"));
    }

    /// <summary>A share, 0.1 for <c>"10%"</c>.</summary>
    public static decimal Share(this JsonTree json, string expected, decimal mostPercent) =>
        json.Percent(expected, mostPercent) / 100m;

    /// <summary>A bare factor above zero: <c>0.5</c>.</summary>
    public static decimal Factor(this JsonTree json) =>
        json.AsDecimal(
            "a factor above 0 and up to 100, such as 0.5",
            factor => factor is > 0m and <= 100m
        );

    // The number that was written, where the hint can use it as it is.
    private static string Written(JsonTree json, string example) =>
        Quantity.TryParseUsd("$" + json.Text, out _, out _) ? json.Text : example;
}
