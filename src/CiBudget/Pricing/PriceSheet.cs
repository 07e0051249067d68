using CiBudget.Tokens;

namespace CiBudget.Pricing;

/// <summary>Prices of models, and what a usage costs by them. Immutable and thread-safe.</summary>
/// <remarks>
/// Source: the pricing page of the Claude API; <c>prices.json</c> names source and date for every row. Clouds (Bedrock, Google
/// Cloud) have their own price lists: give theirs in the budget file.
/// </remarks>
public sealed class PriceSheet
{
    /// <summary>How old a sheet may be before the rule <c>oldPrices</c> speaks.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromDays(60);

    private static readonly Lazy<PriceSheet> Shipped = new(PriceSheetReader.ReadEmbedded);

    private readonly Dictionary<string, ModelPrice> _rows = new(StringComparer.Ordinal);
    private readonly decimal _webSearchUsd;
    private readonly decimal _discount;

    internal PriceSheet(
        DateTime asOf,
        IReadOnlyList<ModelPrice> models,
        decimal webSearchUsd,
        decimal discount = 0m
    )
    {
        AsOf = asOf;
        Models = models;
        _webSearchUsd = webSearchUsd;
        _discount = discount;
        foreach (var model in models)
        {
            _rows[model.Model] = model;
            foreach (var alias in model.Aliases)
                _rows[alias] = model;
        }
    }

    /// <summary>The sheet that ships with CiBudget: list prices of the Claude API.</summary>
    public static PriceSheet Embedded => Shipped.Value;

    /// <summary>The day that the sheet was made, UTC.</summary>
    public DateTime AsOf { get; }

    /// <summary>Every row.</summary>
    public IReadOnlyList<ModelPrice> Models { get; }

    /// <summary>True when the sheet was made longer ago than <paramref name="age"/>.</summary>
    public bool IsOlderThan(TimeSpan age, DateTimeOffset now) => now.UtcDateTime - AsOf > age;

    /// <summary>
    /// The sheet with a team's own prices and discount on top. An own row takes the place of the sheet's row of the same id; the
    /// discount takes the place of an earlier one, so laying the same on twice changes nothing.
    /// </summary>
    /// <param name="own">The team's prices.</param>
    /// <param name="discount">What is taken off all prices, a share: 0.1 for 10 %.</param>
    public PriceSheet With(IReadOnlyCollection<ModelPrice> own, decimal discount)
    {
        if (own.Count == 0 && discount == _discount)
            return this;
        var names = new HashSet<string>(own.Select(row => row.Model), StringComparer.Ordinal);
        return new PriceSheet(
            AsOf,
            [.. Models.Where(row => !names.Contains(row.Model)), .. own],
            _webSearchUsd,
            discount
        );
    }

    /// <summary>The row of a model id (dated, with a region or a Bedrock suffix), matched exactly; null when there is none.</summary>
    public ModelPrice? Find(string model) => ModelId.Find(_rows, model);

    /// <summary>What a usage costs.</summary>
    /// <param name="usage">The usage.</param>
    /// <param name="requested">What its call asked for; nothing when it is not known.</param>
    public Cost CostOf(Usage usage, RequestedModel requested = default) =>
        CostOf(usage, usage.PromptTokens, requested);

    /// <summary>What a sum of usages of one model costs whose prompts are all in the price tier of this many tokens.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Cost CostOf(Usage sum, long promptTokens, RequestedModel requested = default) =>
        CostFormula.CostOf(
            sum,
            promptTokens,
            RowOf(sum.Model, requested),
            new(requested.Id, PlaceOf(sum.Model, requested)),
            _webSearchUsd,
            _discount
        );

    /// <summary>
    /// The row by which an answer is priced: that of the model that served it, unless the budget file has a price for the very id that was
    /// asked for.
    /// </summary>
    /// <param name="served">The model that the answer names; null when it names none.</param>
    /// <param name="requested">What was asked for.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ModelPrice? RowOf(string? served, RequestedModel requested)
    {
        var answered = served is null ? null : Find(served);
        var asked = requested.Id is { } id ? Find(id) : null;
        if (asked is null || (served is not null && !asked.IsForOneId))
            return answered;
        return
            answered is null
            || asked.MeansModel is not { } meant
            || meant == (answered.MeansModel ?? answered.Model)
            ? asked
            : answered;
    }

    /// <summary>Where an answer was served, as far as it decides the price: see <see cref="PlaceOfService.Get(Uri, string?)"/>.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static string? PlaceOf(string? served, RequestedModel requested) =>
        (requested.Id is { } id ? PlaceOfService.OfModel(id) : null)
        ?? requested.Region
        ?? (served is null ? null : PlaceOfService.OfModel(served));
}
