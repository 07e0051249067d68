using CiBudget.Json;
using CiBudget.Pricing;
using CiBudget.Text;
using CiBudget.Tokens;

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
    private readonly List<(string Model, JsonTree SameAs)> _likes = [];

    /// <summary>The rows in the file's order, those with <c>sameAs</c> last.</summary>
    public IReadOnlyList<ModelPrice> Rows => _rows;

    /// <summary>Share off, 0 to below 1.</summary>
    public decimal Discount { get; private set; }

    public void Read(JsonTree json)
    {
        json.AsObject("an object with discount or models", BudgetKeys.Prices);
        if (json["discount"] is { } discount)
            ReadDiscount(discount);
        if (json["models"] is { } models)
            ReadModels(models);
        foreach (var (model, sameAs) in _likes)
            _rows.Add(Like(model, sameAs.Text) ?? throw sameAs.Fault(UnknownModel(sameAs.Text)));
    }

    private void ReadDiscount(JsonTree json)
    {
        Discount = json.Share("a percentage such as \"15%\"", 100m);
        // Everything would cost nothing and no cost limit could ever break.
        if (Discount == 1m)
            throw json.Fault("expected a discount below 100%");
    }

    private void ReadModels(JsonTree json)
    {
        const string expected =
            "an object of prices by model such as { \"my-deployment\": { \"sameAs\": \"claude-opus-5-5\" } }";
        foreach (var model in json.AsObject(expected).Items)
        {
            if (string.IsNullOrWhiteSpace(model.Name) || model.Name.IndexOfAny(Star) >= 0)
                throw model.Key.Fault(
                    "a price is for one model: write its whole id, without \"*\""
                );
            ReadModel(model);
        }
    }

    private void ReadModel(JsonTree json)
    {
        var row = Start(json.Name);
        var own = new TokenPrices();
        foreach (var value in json.AsObject(ModelObject, BudgetKeys.ModelPrice).Items)
        {
            switch (value.Name)
            {
                case "sameAs":
                    value.AsWords("the id of a model such as \"claude-opus-5-5\"");
                    break;
                case "batchMultiplier":
                    row = row with { BatchMultiplier = value.Factor() };
                    break;
                case "usInferenceMultiplier":
                    row = row with { UsInferenceMultiplier = value.Factor() };
                    break;
                case "regionalMultiplier":
                    row = row with { RegionalMultiplier = value.Factor() };
                    break;
                case "fast":
                    row = row with { Fast = ReadPrices(value).Over(row.Fast) };
                    break;
                case "tiers":
                    row = row with { Tiers = ReadTiers(value) };
                    break;
                default:
                    own = Price(value, own);
                    break;
            }
        }
        if (_rows.Exists(other => other.Model == row.Model))
            throw json.Fault(
                $"the prices of \"{row.Model}\" are here twice, under two of its names"
            );
        if (json.Items.Count == 0)
            throw json.Fault($"the model has no price: expected {ModelObject}");
        if (json["sameAs"] is not { } sameAs)
            _rows.Add(row with { Prices = own.Over(row.Prices) });
        else if (json.Items.Count == 1)
            _likes.Add((json.Name, sameAs));
        else
            throw sameAs.Fault("\"sameAs\" takes over every price and stands alone");
    }

    private static List<PriceTier> ReadTiers(JsonTree json)
    {
        const string expected =
            "a tier such as { \"abovePromptTokens\": \"100k\", \"input\": \"$0.50\" }";
        var tiers = new List<PriceTier>();
        foreach (
            var tier in json.AsList(
                "an array of tiers such as [{ \"abovePromptTokens\": \"100k\", \"input\": \"$0.50\" }]"
            )
        )
        {
            var above =
                tier.AsObject(expected, BudgetKeys.Tier)["abovePromptTokens"]
                ?? throw tier.Fault("the tier lacks \"abovePromptTokens\"");
            if (tiers.Count > 0 && above.Count() <= tiers[tiers.Count - 1].AbovePromptTokens)
                throw above.Fault("tiers stand by rising \"abovePromptTokens\"");
            tiers.Add(
                new PriceTier(
                    (long)above.Count(),
                    tier.Items.Where(value => value != above)
                        .Aggregate(new TokenPrices(), (prices, value) => Price(value, prices))
                )
            );
        }
        return tiers;
    }

    private static TokenPrices ReadPrices(JsonTree json) =>
        json.AsObject(ModelObject, BudgetKeys.TokenPrices)
            .Items.Aggregate(new TokenPrices(), (prices, value) => Price(value, prices));

    private static TokenPrices Price(JsonTree json, TokenPrices prices) =>
        prices.With(TokenKind.Priced.First(kind => kind.Name == json.Name), json.Usd());

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
        return $"no model \"{SafeText.Excerpt(model)}\" to take prices from: {hint}";
    }
}
