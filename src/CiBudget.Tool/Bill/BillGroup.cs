using System.Text.Json;

namespace CiBudget.Tool.Bill;

/// <summary>What one row of a report is about. A value is null where the report is not broken out by it, and where the row has none.</summary>
internal sealed record BillGroup(
    string? Day = null,
    string? Workspace = null,
    string? Key = null,
    string? Actor = null,
    string? Model = null,
    string? Tier = null,
    string? Speed = null,
    string? Geo = null,
    string? Context = null
)
{
    /// <summary>From a report's row, without day and actor.</summary>
    public static BillGroup From(BillQuestion question, JsonElement values)
    {
        return new()
        {
            Workspace = Text(Dimension.Workspace),
            Key = Text(Dimension.Key),
            Model = Text(Dimension.Model),
            Tier = Text(Dimension.Tier),
            Speed = Text(Dimension.Speed),
            Geo = Text(Dimension.Geo),
            Context = Text(Dimension.Context),
        };

        string? Text(Dimension dimension) =>
            question.IsBy(dimension) ? values.TextOrNull(NameOf(dimension)) : null;
    }

    /// <summary>A dimension's name in the reports.</summary>
    public static string NameOf(Dimension dimension) =>
        dimension switch
        {
            Dimension.Workspace => "workspace_id",
            Dimension.Key => "api_key_id",
            Dimension.Actor => "actor",
            Dimension.Model => "model",
            Dimension.Tier => "service_tier",
            Dimension.Speed => "speed",
            Dimension.Geo => "inference_geo",
            _ => "context_window",
        };

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
