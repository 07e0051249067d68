namespace CiBudget.Tool.Tests.Bill;

/// <summary>An organization with its books.</summary>
internal sealed class AdminAccount
{
    public string AdminKey { get; set; } = "sk-ant-admin01-" + "the-key-of-the-tests";
    public string OrganizationId { get; set; } = "org-11";
    public string OrganizationName { get; set; } = "Shop Ltd";
    public List<AdminUse> Uses { get; } = [];

    /// <summary>Share off list price, 0 to 1.</summary>
    public decimal Discount { get; set; }

    public bool HasAnalytics { get; set; } = true;
    public bool HasLegacy { get; set; } = true;
    public string? RefreshedAt { get; set; } = "2026-11-28T00:00:00Z";

    /// <summary>The most rows (or buckets) that a page holds, whatever was asked for.</summary>
    public int RowsOfAPage { get; set; } = int.MaxValue;

    /// <summary>Dollars a million, by hand from the pricing page: input, 5-minute write, 1-hour write, read, output.</summary>
    public static IReadOnlyDictionary<string, decimal[]> Prices { get; } =
        new Dictionary<string, decimal[]>
        {
            ["claude-opus-5-5"] = [4m, 5m, 8m, 0.2m, 20m],
            ["claude-haiku-4-5"] = [1m, 1.25m, 2m, 0.1m, 5m],
        };
}
