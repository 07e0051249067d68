namespace CiBudget.Tool.Bill;

/// <summary>What one row of a report is about. A value is null where the report is not broken out by it, and where the row has none.</summary>
internal sealed record BillGroup
{
    public string? Day { get; init; }

    public string? Workspace { get; init; }

    public string? Key { get; init; }

    public string? Actor { get; init; }

    public string? Model { get; init; }

    public string? Tier { get; init; }

    public string? Speed { get; init; }

    public string? Geo { get; init; }

    public string? Context { get; init; }

    public string? Get(Dimension dimension) =>
        dimension switch
        {
            Dimension.Day => Day,
            Dimension.Workspace => Workspace,
            Dimension.Key => Key,
            Dimension.Actor => Actor,
            Dimension.Model => Model,
            Dimension.Tier => Tier,
            Dimension.Speed => Speed,
            Dimension.Geo => Geo,
            Dimension.Context => Context,
            _ => null,
        };
}
