using CiBudget.Pricing;

namespace CiBudget.Checking;

/// <summary>What calls asked for that decides their price, each different one once.</summary>
internal sealed class RequestRow
{
    /// <summary>Of calls whose answer alone decides the price: most.</summary>
    public static readonly RequestRow None = new(0, default, default);

    private readonly Dictionary<ModelRow, PriceShape> _shapes = [];

    private RequestRow(int number, RequestedModel requested, RequestRow? other)
    {
        Number = number;
        Requested = requested;
        ForOtherModel = other ?? this;
    }

    public static RequestRow Create(int number, RequestedModel requested) =>
        new(number, requested, new(-number, requested.ForOtherModel(), null));

    /// <summary>Tells it from others; 0 for <see cref="None"/>.</summary>
    public int Number { get; }

    public RequestedModel Requested { get; }

    /// <summary>For parts of the answer that another model served.</summary>
    public RequestRow ForOtherModel { get; }

    /// <summary>True when a model's price does not depend on its answer alone.</summary>
    public static bool Matters(RequestedModel requested, PriceSheet prices) =>
        requested.Region is not null
        || (
            requested.Id is { } id
            && (PlaceOfService.OfModel(id) is not null || prices.Find(id) is { IsForOneId: true })
        );

    /// <summary>The shape of the row by which a model's usage is priced.</summary>
    public PriceShape ShapeOf(ModelRow model, PriceSheet prices)
    {
        if (Number == 0)
            return model.Shape;
        if (!_shapes.TryGetValue(model, out var shape))
            _shapes[model] = shape = new(prices.RowOf(model.Name, Requested));
        return shape;
    }
}
