namespace CiBudget.Tool.Tests.Bill;

/// <summary>The account's own arithmetic: what a use costs at list price, in cents, by what is charged.</summary>
internal static class AccountBooks
{
    private const decimal CentsOfASearch = 1m;

    public static IEnumerable<(string Type, string? Token, decimal Cents)> Of(AdminUse use)
    {
        var prices = AdminAccount.Prices.GetValueOrDefault(use.Model ?? "") ?? new decimal[5];
        // Dollars a million tokens are cents for ten thousand.
        var factor = (use.Tier == "batch" ? 0.5m : 1m) * (use.Geo == "us" ? 1.1m : 1m) / 10_000m;
        (string, long, decimal)[] tokens =
        [
            ("uncached_input_tokens", use.Input, prices[0]),
            ("cache_creation.ephemeral_5m_input_tokens", use.Write5m, prices[1]),
            ("cache_creation.ephemeral_1h_input_tokens", use.Write1h, prices[2]),
            ("cache_read_input_tokens", use.Read, prices[3]),
            ("output_tokens", use.Output, prices[4]),
        ];
        return tokens
            .Where(token => token.Item2 > 0)
            .Select(token => ("tokens", (string?)token.Item1, token.Item2 * token.Item3 * factor))
            .Concat(
                use.Searches > 0
                    ? [("web_search", null, use.Searches * CentsOfASearch)]
                    : Array.Empty<(string, string?, decimal)>()
            )
            .Concat(use.Other.Select(other => (other.Key, (string?)null, other.Value)));
    }
}
