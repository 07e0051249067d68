using System.Globalization;
using System.Text.Json;
using CiBudget.Text;

namespace CiBudget.Json;

/// <summary>What a value must be, or the file is refused at its place.</summary>
internal static class JsonValues
{
    /// <summary>An object of any keys.</summary>
    public static JsonTree Object(this JsonTree json, string expected) =>
        json.Type == JsonTokenType.StartObject ? json : throw json.Expected(expected);

    /// <summary>An object of known keys.</summary>
    /// <param name="json">The value.</param>
    /// <param name="expected">What it should be.</param>
    /// <param name="known">Its keys.</param>
    /// <param name="hint">What to do about a key that is none of them; null when there is nothing particular to say.</param>
    public static JsonTree Object(
        this JsonTree json,
        string expected,
        IReadOnlyList<string> known,
        Func<string, string?>? hint = null
    )
    {
        foreach (var member in json.Object(expected).Items)
            if (!known.Contains(member.Name))
                throw member.Key.Fault(
                    $"unknown key \"{SafeText.Excerpt(member.Name)}\": {hint?.Invoke(member.Name) ?? Usual(member.Name, known)}"
                );
        return json;
    }

    public static IReadOnlyList<JsonTree> List(this JsonTree json, string expected) =>
        json.Type == JsonTokenType.StartArray ? json.Items : throw json.Expected(expected);

    /// <summary>A list of texts that are not blank, each there once.</summary>
    public static IReadOnlyList<JsonTree> ListOfWords(
        this JsonTree json,
        string expected,
        string expectedItem
    )
    {
        var seen = new Dictionary<string, JsonTree>(StringComparer.Ordinal);
        foreach (var item in json.List(expected))
        {
            if (seen.TryGetValue(item.Words(expectedItem), out var first))
                throw item.Twice(first);
            seen.Add(item.Text, item);
        }
        return json.Items;
    }

    public static string String(this JsonTree json, string expected) =>
        json.Type == JsonTokenType.String ? json.Text : throw json.Expected(expected);

    /// <summary>Text that is not blank.</summary>
    public static string Words(this JsonTree json, string expected) =>
        string.IsNullOrWhiteSpace(json.String(expected))
            ? throw json.Expected(expected)
            : json.Text;

    public static bool Boolean(this JsonTree json) =>
        json.Type is JsonTokenType.True or JsonTokenType.False
            ? json.Type == JsonTokenType.True
            : throw json.Expected("true or false");

    /// <summary>One of a few words.</summary>
    public static string Choice(this JsonTree json, IReadOnlyList<string> words) =>
        json.Type == JsonTokenType.String && words.Contains(json.Text)
            ? json.Text
            : throw json.Expected(string.Join(" or ", words.Select(word => $"\"{word}\"")));

    public static TEnum Choice<TEnum>(this JsonTree json)
        where TEnum : struct, Enum => CamelCase<TEnum>.Parse(json.Choice(CamelCase<TEnum>.Names));

    public static long Integer(
        this JsonTree json,
        long least,
        long most,
        string? expected = null
    ) =>
        json.Type == JsonTokenType.Number
        && long.TryParse(
            json.Text,
            NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out var number
        )
        && number >= least
        && number <= most
            ? number
            : throw json.Expected(
                expected ?? FormattableString.Invariant($"a whole number from {least} to {most}")
            );

    public static decimal Decimal(this JsonTree json, string expected, Func<decimal, bool> fits) =>
        json.Type == JsonTokenType.Number
        && decimal.TryParse(
            json.Text,
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out var number
        )
        && fits(number)
            ? number
            : throw json.Expected(expected);

    private static string Usual(string key, IReadOnlyList<string> known) =>
        NearestName.Find(key, known) is { } near
            ? $"did you mean \"{near}\"?"
            : $"expected {string.Join(", ", known)}";
}
