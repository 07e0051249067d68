using System.Globalization;
using System.Text.Json;
using CiBudget.Text;

namespace CiBudget.Json;

/// <summary>What a value must be, or the file is refused at its place.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class JsonValues
{
    /// <summary>An object of any keys.</summary>
    public static JsonTree AsObject(this JsonTree json, string expected) =>
        json.Type == JsonTokenType.StartObject ? json : throw json.Expected(expected);

    /// <summary>An object of known keys.</summary>
    /// <param name="json">The value.</param>
    /// <param name="expected">What it should be.</param>
    /// <param name="known">Its keys.</param>
    /// <param name="hint">What to do about a key that is none of them; null when there is nothing particular to say.</param>
    public static JsonTree AsObject(
        this JsonTree json,
        string expected,
        IReadOnlyList<string> known,
        Func<string, string?>? hint = null
    )
    {
        foreach (var member in json.AsObject(expected).Items)
            if (!known.Contains(member.Name))
                throw member.Key.Fault(
                    $"unknown key \"{SafeText.Excerpt(member.Name)}\": {hint?.Invoke(member.Name) ?? Usual(member.Name, known)}"
                );
        return json;
    }

    /// <summary>A list, its items as they are.</summary>
    public static IReadOnlyList<JsonTree> AsList(this JsonTree json, string expected) =>
        json.Type == JsonTokenType.StartArray ? json.Items : throw json.Expected(expected);

    /// <summary>A list of texts that are not blank, each there once.</summary>
    internal static IReadOnlyList<JsonTree> AsListOfWords(
        this JsonTree json,
        string expected,
        string expectedItem
    )
    {
        var seen = new Dictionary<string, JsonTree>(StringComparer.Ordinal);
        foreach (var item in json.AsList(expected))
        {
            if (seen.TryGetValue(item.AsWords(expectedItem), out var first))
                throw item.Twice(first);
            seen.Add(item.Text, item);
        }
        return json.Items;
    }

    /// <summary>A text.</summary>
    public static string AsString(this JsonTree json, string expected) =>
        json.Type == JsonTokenType.String ? json.Text : throw json.Expected(expected);

    /// <summary>Text that is not blank.</summary>
    internal static string AsWords(this JsonTree json, string expected) =>
        string.IsNullOrWhiteSpace(json.AsString(expected))
            ? throw json.Expected(expected)
            : json.Text;

    /// <summary>True or false.</summary>
    public static bool AsBoolean(this JsonTree json) =>
        json.Type is JsonTokenType.True or JsonTokenType.False
            ? json.Type == JsonTokenType.True
            : throw json.Expected("true or false");

    /// <summary>One of a few words.</summary>
    public static string AsChoice(this JsonTree json, IReadOnlyList<string> words) =>
        json.Type == JsonTokenType.String && words.Contains(json.Text)
            ? json.Text
            : throw json.Expected(string.Join(" or ", words.Select(word => $"\"{word}\"")));

    /// <summary>One of an enumeration's names, in camel case.</summary>
    public static TEnum AsChoice<TEnum>(this JsonTree json)
        where TEnum : struct, Enum => CamelCase<TEnum>.Parse(json.AsChoice(CamelCase<TEnum>.Names));

    /// <summary>A whole number within bounds.</summary>
    public static long AsInteger(
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

    internal static decimal AsDecimal(
        this JsonTree json,
        string expected,
        Func<decimal, bool> fits
    ) =>
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
