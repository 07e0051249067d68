using CiBudget.Tokens;

namespace CiBudget.Pricing;

/// <summary>One price for each kind of token, US dollars per 1,000,000 tokens. Null where the source names no price.</summary>
public sealed record TokenPrices
{
    // By TokenKind.Index. Never written to once it is here: copies of this record share it.
    private readonly decimal?[] _usd = new decimal?[TokenKind.Priced.Count];

    /// <summary>No prices.</summary>
    public TokenPrices() { }

    /// <summary>A price for each kind.</summary>
    /// <param name="price">Tells the price; null for none.</param>
    public TokenPrices(Func<TokenKind, decimal?> price) =>
        _usd = [.. TokenKind.All.Take(TokenKind.Priced.Count).Select(price)];

    /// <summary>Uncached prompt tokens.</summary>
    public decimal? Input
    {
        get => this[TokenKind.Input];
        init => _usd = Changed(TokenKind.Input, value);
    }

    /// <summary>Output tokens, thinking included.</summary>
    public decimal? Output
    {
        get => this[TokenKind.Output];
        init => _usd = Changed(TokenKind.Output, value);
    }

    /// <summary>Cache writes that live five minutes.</summary>
    public decimal? CacheWrite5m
    {
        get => this[TokenKind.CacheWrite5m];
        init => _usd = Changed(TokenKind.CacheWrite5m, value);
    }

    /// <summary>Cache writes that live one hour.</summary>
    public decimal? CacheWrite1h
    {
        get => this[TokenKind.CacheWrite1h];
        init => _usd = Changed(TokenKind.CacheWrite1h, value);
    }

    /// <summary>Cache reads.</summary>
    public decimal? CacheRead
    {
        get => this[TokenKind.CacheRead];
        init => _usd = Changed(TokenKind.CacheRead, value);
    }

    /// <summary>The price of a kind; null when there is none.</summary>
    public decimal? this[TokenKind kind] => kind.Index < _usd.Length ? _usd[kind.Index] : null;

    /// <summary>True when every kind has a price.</summary>
    internal bool IsComplete => Array.TrueForAll(_usd, static usd => usd is not null);

    /// <summary>The same prices but for one.</summary>
    internal TokenPrices With(TokenKind kind, decimal? usd) =>
        new(other => other == kind ? usd : this[other]);

    internal TokenPrices Times(decimal factor) => new(kind => this[kind] * factor);

    /// <summary>These prices, and where there is none that of another source.</summary>
    internal TokenPrices Over(TokenPrices? below) => new(kind => this[kind] ?? below?[kind]);

    /// <summary>The price of so many tokens, times a million.</summary>
    internal decimal GetCost(in TokenCounts tokens)
    {
        var cost = 0m;
        for (var i = 0; i < _usd.Length; i++)
        {
            if (TokenKind.All[i].Get(tokens) is var count and not 0)
                cost += count * (_usd[i] ?? 0m);
        }
        return cost;
    }

    /// <summary>A kind of which there are tokens and no price; null when all have one.</summary>
    internal string? Missing(in TokenCounts tokens)
    {
        // By index, here and above: an enumerator would be allocated for each call that is priced.
        for (var i = 0; i < _usd.Length; i++)
        {
            if (_usd[i] is null && TokenKind.All[i].Get(tokens) > 0)
                return TokenKind.All[i].Words;
        }
        return null;
    }

    /// <inheritdoc />
    public bool Equals(TokenPrices? other) => other is not null && _usd.SequenceEqual(other._usd);

    /// <inheritdoc />
    public override int GetHashCode() => this[TokenKind.Input].GetHashCode();

    private decimal?[] Changed(TokenKind kind, decimal? usd)
    {
        var changed = (decimal?[])_usd.Clone();
        changed[kind.Index] = usd;
        return changed;
    }
}
