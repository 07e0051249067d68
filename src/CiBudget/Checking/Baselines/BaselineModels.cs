using System.Text.Json;

namespace CiBudget.Checking;

/// <summary>The part of the baseline file that <c>cibudget plan</c> works with: what the calls asked of each model.</summary>
internal static class BaselineModels
{
    public const string Key = "models";

    private static readonly (
        string Name,
        Func<ModelDemand, long> Get,
        Func<ModelDemand, long, ModelDemand> With
    )[] Counts =
    [
        ("calls", all => all.Calls, (all, own) => all with { Calls = own }),
        ("inputTokens", all => all.InputTokens, (all, own) => all with { InputTokens = own }),
        ("cacheTokens", all => all.CacheTokens, (all, own) => all with { CacheTokens = own }),
        ("longestPrompt", all => all.LongestPrompt, (all, own) => all with { LongestPrompt = own }),
        ("maxTokens", all => all.MaxTokens, (all, own) => all with { MaxTokens = own }),
        ("uncapped", all => all.Uncapped, (all, own) => all with { Uncapped = own }),
        ("webSearches", all => all.WebSearches, (all, own) => all with { WebSearches = own }),
        ("fast", all => all.Fast, (all, own) => all with { Fast = own }),
        ("regional", all => all.Regional, (all, own) => all with { Regional = own }),
    ];

    public static readonly IReadOnlyList<string> Names = [.. Counts.Select(count => count.Name)];

    public static void Write(Utf8JsonWriter json, IReadOnlyDictionary<string, ModelDemand> models)
    {
        json.WriteStartObject(Key);
        foreach (var model in models.OrderBy(model => model.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject(model.Key);
            foreach (var (name, get, _) in Counts)
                if (get(model.Value) is var count and > 0)
                    json.WriteNumber(name, count);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    /// <summary>The demand with one count set.</summary>
    public static ModelDemand With(ModelDemand model, string name, long count) =>
        Counts.Single(known => known.Name == name).With(model, count);
}
