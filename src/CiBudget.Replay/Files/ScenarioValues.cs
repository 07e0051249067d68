using CiBudget.Json;

namespace CiBudget.Replay;

/// <summary>What the objects of a scenario file have in common.</summary>
internal static class ScenarioValues
{
    private const string Quoted = "a text in quotes";

    public static string? Text(this JsonTree json, string name) => json[name]?.AsString(Quoted);

    public static TimeSpan Milliseconds(this JsonTree json, string name) =>
        TimeSpan.FromMilliseconds(json[name]?.AsInteger(0, 600_000) ?? 0);

    /// <summary>A number that fits an <see langword="int"/>.</summary>
    public static int? Int(this JsonTree json, string name, int least, int most) =>
        (int?)json[name]?.AsInteger(least, most);

    public static IReadOnlyList<string>? Texts(this JsonTree json, string name) =>
        json[name] is { } list
            ? [.. list.AsList("an array of texts in quotes").Select(text => text.AsString(Quoted))]
            : null;

    /// <summary>Those of the names that are there.</summary>
    public static string[] Present(this JsonTree json, params string[] names) =>
        Array.FindAll(names, name => json[name] is not null);
}
