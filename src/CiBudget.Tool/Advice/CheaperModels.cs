using CiBudget.Pricing;

namespace CiBudget.Tool.Advice;

/// <summary>Which models could stand in for a dear one: the newest of its own family, and the newest of the next cheaper family.</summary>
internal static class CheaperModels
{
    /// <summary>Most expensive first.</summary>
    private static readonly string[] Families =
    [
        "claude-mythos-",
        "claude-fable-",
        "claude-opus-",
        "claude-sonnet-",
        "claude-haiku-",
    ];

    public static IEnumerable<string> For(string model, PriceSheet prices)
    {
        if (prices.Find(model)?.Model is not { } id)
            yield break;
        var family = Array.FindIndex(
            Families,
            name => id.StartsWith(name, StringComparison.Ordinal)
        );
        if (family < 0)
            yield break;
        foreach (var index in new[] { family, family + 1 })
        {
            if (Newest(index, prices) is { } other && other != id)
                yield return other;
        }
    }

    /// <summary>The sheet lists the newest model of a family first.</summary>
    private static string? Newest(int family, PriceSheet prices) =>
        family >= Families.Length
            ? null
            : prices
                .Models.FirstOrDefault(row =>
                    row.Status == "active"
                    && row.Confidence != "budget file"
                    && row.Model.StartsWith(Families[family], StringComparison.Ordinal)
                )
                ?.Model;
}
