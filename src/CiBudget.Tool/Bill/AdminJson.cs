using System.Globalization;
using System.Text.Json;
using CiBudget.Text;

namespace CiBudget.Tool.Bill;

/// <summary>Members of an answer, each of the type that is documented: a bill is not guessed at.</summary>
internal static class AdminJson
{
    private const decimal CentsOfADollar = 100m;

    public static JsonElement Member(this JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value)
            ? value
            : throw Wrong(name, "is missing");

    public static IEnumerable<JsonElement> Items(this JsonElement parent, string name) =>
        parent.Member(name) is { ValueKind: JsonValueKind.Array } array
            ? array.EnumerateArray()
            : throw Wrong(name, "is no array");

    /// <summary>A text, or null where the answer says null.</summary>
    public static string? TextOrNull(this JsonElement parent, string name) =>
        parent.Member(name) switch
        {
            { ValueKind: JsonValueKind.String } text => text.GetString(),
            { ValueKind: JsonValueKind.Null } => null,
            _ => throw Wrong(name, "is no text"),
        };

    public static string Text(this JsonElement parent, string name) =>
        parent.TextOrNull(name) ?? throw Wrong(name, "is null");

    public static bool Flag(this JsonElement parent, string name) =>
        parent.Member(name).ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Wrong(name, "is neither true nor false"),
        };

    public static long Count(this JsonElement parent, string name) =>
        parent.CountOrNull(name) ?? throw Wrong(name, "is null");

    public static long? CountOrNull(this JsonElement parent, string name) =>
        parent.Member(name) switch
        {
            { ValueKind: JsonValueKind.Number } number
                when number.TryGetInt64(out var count) && count >= 0 => count,
            { ValueKind: JsonValueKind.Null } => null,
            _ => throw Wrong(name, "is no count"),
        };

    /// <summary>
    /// US dollars of an amount, which is written as a text of **cents** with fractions: <c>"123.78912"</c> is $1.2378912. Negative for
    /// what is given back.
    /// </summary>
    public static decimal Usd(this JsonElement parent, string name) =>
        decimal.TryParse(
            parent.Text(name),
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var cents
        )
            ? cents / CentsOfADollar
            : throw Wrong(name, "is no amount");

    public static void RequireUsd(this JsonElement cost)
    {
        var currency = cost.Text("currency");
        if (currency != "USD")
            throw Wrong("currency", $"is '{SafeText.Line(currency)}', not USD");
    }

    public static DateTimeOffset Time(this JsonElement parent, string name) =>
        ToTime(parent.Text(name), name);

    public static DateTimeOffset? TimeOrNull(this JsonElement parent, string name) =>
        parent.TextOrNull(name) is { } text ? ToTime(text, name) : null;

    private static DateTimeOffset ToTime(string text, string name) =>
        DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time
        )
            ? time
            : throw Wrong(name, "is no time");

    private static BillException Wrong(string name, string what) =>
        BillException.Unreadable(
            $"the Admin API's answer has another shape than its documentation: \"{name}\" {what}. Update CiBudget."
        );
}
