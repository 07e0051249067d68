using System.Text.Json;

namespace CiBudget.Checking;

/// <summary>The part of the baseline file that <c>cibudget plan</c> works with: what the calls asked of each model.</summary>
internal static class BaselineModels
{
    public const string Key = "models";

    public static readonly IReadOnlyList<string> Names =
    [
        .. Counts(new ModelDemand { Model = "" }).Select(count => count.Name),
    ];

    public static void Write(Utf8JsonWriter json, IReadOnlyDictionary<string, ModelDemand> models)
    {
        json.WriteStartObject(Key);
        foreach (var model in models.OrderBy(model => model.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject(model.Key);
            foreach (var (name, count) in Counts(model.Value))
                if (count > 0)
                    json.WriteNumber(name, count);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    /// <summary>The demand with one count set.</summary>
    public static ModelDemand With(ModelDemand model, string name, long count) =>
        name switch
        {
            "calls" => model with { Calls = count },
            "inputTokens" => model with { InputTokens = count },
            "cacheTokens" => model with { CacheTokens = count },
            "longestPrompt" => model with { LongestPrompt = count },
            "maxTokens" => model with { MaxTokens = count },
            "uncapped" => model with { Uncapped = count },
            "webSearches" => model with { WebSearches = count },
            "fast" => model with { Fast = count },
            "regional" => model with { Regional = count },
            _ => throw new InvalidOperationException($"The key '{name}' is listed but not read."),
        };

    private static IEnumerable<(string Name, long Count)> Counts(ModelDemand model) =>
        [
            ("calls", model.Calls),
            ("inputTokens", model.InputTokens),
            ("cacheTokens", model.CacheTokens),
            ("longestPrompt", model.LongestPrompt),
            ("maxTokens", model.MaxTokens),
            ("uncapped", model.Uncapped),
            ("webSearches", model.WebSearches),
            ("fast", model.Fast),
            ("regional", model.Regional),
        ];
}
