using CiBudget.Json;
using CiBudget.Pricing;
using CiBudget.Text;

namespace CiBudget.Budgets;

/// <summary>
/// Reads <c>prices</c>. A row for a model of the shipped sheet keeps the sheet's price for every kind that it does not name;
/// <c>sameAs</c> takes over a whole row.
/// </summary>
internal sealed class PricesReader
{
    private const string ModelObject =
        "an object of prices such as { \"input\": \"$4\", \"output\": \"$20\" }";
    private static readonly char[] Star = ['*'];
    private const string BudgetFileSource = "budget file";

    private readonly List<ModelPrice> _rows = [];
    private readonly List<(string Model, string SameAs, Position Position)> _likes = [];

    /// <summary>The rows in the file's order, those with <c>sameAs</c> last.</summary>
    public IReadOnlyList<ModelPrice> Rows => _rows;

    /// <summary>Share off, 0 to below 1.</summary>
    public decimal Discount { get; private set; }

    public void Read(ref JsonCursor json)
    {
        var keys = json.Object("an object with discount or models");
        while (json.Next(keys, BudgetKeys.Prices, out var key))
        {
            if (key == "discount")
                ReadDiscount(ref json);
            else
                ReadModels(ref json);
        }
        foreach (var (model, sameAs, position) in _likes)
            _rows.Add(Like(model, sameAs) ?? throw json.At(position, UnknownModel(sameAs)));
    }

    private void ReadDiscount(ref JsonCursor json)
    {
        Discount = json.Share("a percentage such as \"15%\"", 100m);
        // Everything would cost nothing and no cost limit could ever break.
        if (Discount == 1m)
            throw json.Fault("expected a discount below 100%");
    }

    private void ReadModels(ref JsonCursor json)
    {
        var keys = json.Object(
            "an object of prices by model such as { \"my-deployment\": { \"sameAs\": \"claude-opus-5-5\" } }"
        );
        while (json.Next(keys, out var model))
        {
            if (string.IsNullOrWhiteSpace(model) || model.IndexOfAny(Star) >= 0)
                throw json.Fault("a price is for one model: write its whole id, without \"*\"");
            json.Read();
            ReadModel(ref json, model);
        }
    }

    private void ReadModel(ref JsonCursor json, string model)
    {
        var start = json.Position;
        var row = Start(model);
        var own = new TokenPrices();
        (string Model, Position Position)? sameAs = null;
        var keys = json.Object(ModelObject);
        while (json.Next(keys, BudgetKeys.ModelPrice, out var key))
        {
            switch (key)
            {
                case "sameAs":
                    sameAs = (
                        json.Words("the id of a model such as \"claude-opus-5-5\""),
                        json.Position
                    );
                    break;
                case "batchMultiplier":
                    row = row with { BatchMultiplier = json.Factor() };
                    break;
                case "usInferenceMultiplier":
                    row = row with { UsInferenceMultiplier = json.Factor() };
                    break;
                case "regionalMultiplier":
                    row = row with { RegionalMultiplier = json.Factor() };
                    break;
                case "fast":
                    row = row with { Fast = Over(ReadPrices(ref json), row.Fast) };
                    break;
                case "tiers":
                    row = row with { Tiers = ReadTiers(ref json) };
                    break;
                default:
                    own = Price(ref json, key, own);
                    break;
            }
        }
        if (_rows.Exists(other => other.Model == row.Model))
            throw json.At(
                start,
                $"the prices of \"{row.Model}\" are here twice, under two of its names"
            );
        if (keys.Count == 0)
            throw json.At(start, $"the model has no price: expected {ModelObject}");
        if (sameAs is not { } like)
            _rows.Add(row with { Prices = Over(own, row.Prices) });
        else if (keys.Count == 1)
            _likes.Add((model, like.Model, like.Position));
        else
            throw json.At(like.Position, "\"sameAs\" takes over every price and stands alone");
    }

    private static List<PriceTier> ReadTiers(ref JsonCursor json)
    {
        var tiers = new List<PriceTier>();
        json.Array(
            "an array of tiers such as [{ \"abovePromptTokens\": \"100k\", \"input\": \"$0.50\" }]"
        );
        while (json.NextItem())
        {
            var start = json.Position;
            long? above = null;
            var prices = new TokenPrices();
            var keys = json.Object(
                "a tier such as { \"abovePromptTokens\": \"100k\", \"input\": \"$0.50\" }"
            );
            while (json.Next(keys, BudgetKeys.Tier, out var key))
            {
                if (key != "abovePromptTokens")
                    prices = Price(ref json, key, prices);
                else if (
                    tiers.Count == 0
                    || json.Count() > tiers[tiers.Count - 1].AbovePromptTokens
                )
                    above = (long)json.Count();
                else
                    throw json.Fault("tiers stand by rising \"abovePromptTokens\"");
            }
            tiers.Add(
                new PriceTier(
                    above ?? throw json.At(start, "the tier lacks \"abovePromptTokens\""),
                    prices
                )
            );
        }
        return tiers;
    }

    private static TokenPrices ReadPrices(ref JsonCursor json)
    {
        var prices = new TokenPrices();
        var keys = json.Object(ModelObject);
        while (json.Next(keys, BudgetKeys.TokenPrices, out var key))
            prices = Price(ref json, key, prices);
        return prices;
    }

    private static TokenPrices Price(ref JsonCursor json, string key, TokenPrices prices)
    {
        var usd = json.Usd();
        return key switch
        {
            "input" => prices with { Input = usd },
            "output" => prices with { Output = usd },
            "cacheWrite5m" => prices with { CacheWrite5m = usd },
            "cacheWrite1h" => prices with { CacheWrite1h = usd },
            "cacheRead" => prices with { CacheRead = usd },
            _ => throw new InvalidOperationException($"The key '{key}' is listed but not read."),
        };
    }

    /// <summary>What a row begins with: the sheet's row of that very model, or nothing.</summary>
    private static ModelPrice Start(string model)
    {
        var sheet = PriceSheet.Embedded.Find(model);
        var row =
            sheet is null ? new ModelPrice { Status = "active" }
            : PlaceOfService.OfModel(model) is null ? sheet
            : At(sheet, model)!;
        // A row named by its plain id or an alias changes under all of its ids; a dated or regional id changes alone.
        var whole = row.Model == model || row.Aliases.Contains(model);
        return row with
        {
            Model = whole ? row.Model : model,
            Aliases = whole ? row.Aliases : [],
            IsForOneId = !whole,
            MeansModel = whole ? null : sheet?.Model,
            Source = BudgetFileSource,
            Confidence = BudgetFileSource,
            AsOf = "",
            Notes = sheet is null
                ? null
                : $"kinds that the budget file does not name are priced as on the sheet of {sheet.AsOf}",
        };
    }

    private ModelPrice? Like(string model, string sameAs)
    {
        var sheet = PriceSheet.Embedded.Find(sameAs);
        var own = _rows.Find(row => row.Model == sameAs);
        var like = own ?? At(_rows.Find(row => row.Model == sheet?.Model) ?? sheet, sameAs);
        var known = PriceSheet.Embedded.Find(model);
        var whole = known is not null && (known.Model == model || known.Aliases.Contains(model));
        // A price for an id that names its place, or that is nobody's, is the price there.
        var isBound = known is null || PlaceOfService.OfModel(model) is not null;
        return like is null
            ? null
            : like with
            {
                Model = model,
                Aliases = [],
                IsForOneId = !whole,
                MeansModel = whole ? null : known?.Model ?? like.MeansModel ?? like.Model,
                RegionalMultiplier = isBound ? null : like.RegionalMultiplier,
                Source = BudgetFileSource,
                Confidence = BudgetFileSource,
                Notes = $"same as {like.Model}",
            };
    }

    /// <summary>A row as it is priced where an id says that it is served: an id without a place changes nothing.</summary>
    private static ModelPrice? At(ModelPrice? row, string id) =>
        PlaceOfService.OfModel(id) switch
        {
            null => row,
            PlaceOfService.Global => row is null ? null : row with { RegionalMultiplier = null },
            _ => row?.InRegion(),
        };

    private static string UnknownModel(string model)
    {
        var near = NearestName.Find(
            model,
            [.. PriceSheet.Embedded.Models.Select(row => row.Model)]
        );
        var hint = near is null
            ? "name a model of the price sheet or of this file that has prices"
            : $"did you mean \"{near}\"?";
        return $"no model \"{PlainText.Format(model)}\" to take prices from: {hint}";
    }

    private static TokenPrices Over(TokenPrices own, TokenPrices? below) =>
        new()
        {
            Input = own.Input ?? below?.Input,
            Output = own.Output ?? below?.Output,
            CacheWrite5m = own.CacheWrite5m ?? below?.CacheWrite5m,
            CacheWrite1h = own.CacheWrite1h ?? below?.CacheWrite1h,
            CacheRead = own.CacheRead ?? below?.CacheRead,
        };
}
