using CiBudget.Json;

namespace CiBudget.Tool.Bill;

/// <summary>What is asked of the bill.</summary>
internal sealed record BillQuestion
{
    /// <summary>The most that the API groups by, kinds not counted.</summary>
    private const int MostDimensions = 5;

    /// <summary>When.</summary>
    public required Period Period { get; init; }

    /// <summary>Ids of workspaces; empty for all.</summary>
    public IReadOnlyList<string> Workspaces { get; init; } = [];

    /// <summary>Ids of API keys; empty for all.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>Models; empty for all.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>What to break the bill out by.</summary>
    public IReadOnlyList<Dimension> By { get; init; } = [Dimension.Model, Dimension.TokenType];

    /// <summary>True when the period is to be kept to the minute; else to the hour.</summary>
    public bool ToTheMinute { get; init; }

    public bool IsBy(Dimension dimension) => By.Contains(dimension);

    /// <summary>Dimensions that rows carry; days and kinds are asked for otherwise.</summary>
    public IEnumerable<Dimension> Grouped =>
        By.Where(dimension => dimension is not (Dimension.Day or Dimension.TokenType));

    /// <summary>What both generations of reports take alike: how to group, and what to leave out.</summary>
    public IEnumerable<(string Name, string Value)> Filters =>
        [
            .. Grouped.Select(dimension => ("group_by[]", BillGroup.NameOf(dimension))),
            .. Workspaces.Select(id => ("workspace_ids[]", id)),
            .. Keys.Select(id => ("api_key_ids[]", id)),
            .. Models.Select(model => ("models[]", model)),
        ];

    /// <exception cref="UsageException">It cannot be asked.</exception>
    public void Require()
    {
        if (Period.From >= Period.To)
            throw new UsageException($"the period {Period} ends before it begins.");
        if (Grouped.Count() > MostDimensions)
            throw new UsageException(
                $"the Admin API groups by {MostDimensions} dimensions at the most (day and token-type not counted), not by {Grouped.Count()}."
            );
    }
}
