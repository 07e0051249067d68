using CiBudget.Ledger;
using CiBudget.Tokens;

namespace CiBudget.Checking;

/// <summary>
/// Sums over calls. Tokens are as reported; unbilled ones are not among them. Whatever sums calls, of a test, a model, a run or a single
/// call, does it with this type, so that all of them agree.
/// </summary>
public sealed record Totals
{
    // Backing fields, because one object takes in a million lines of a ledger; for everybody else it does not change.
    private long _calls;
    private long _failedCalls;
    private long _retries;
    private long _refusedCalls;
    private long _replayedCalls;
    private long _unpricedCalls;
    private TokenCounts _tokens;
    private decimal _costUsd;
    private decimal _avoidedUsd;
    private decimal _reservedUsd;
    private decimal _settledUsd;
    private bool _lowerBound;

    /// <summary>HTTP attempts at endpoints that cost money (refused ones are apart).</summary>
    public long Calls
    {
        get => _calls;
        init => _calls = value;
    }

    /// <summary>Calls that got no 2xx answer or broke on the way.</summary>
    public long FailedCalls
    {
        get => _failedCalls;
        init => _failedCalls = value;
    }

    /// <summary>Calls that repeat an earlier attempt.</summary>
    public long Retries
    {
        get => _retries;
        init => _retries = value;
    }

    /// <summary>Calls that CiBudget refused before they left.</summary>
    public long RefusedCalls
    {
        get => _refusedCalls;
        init => _refusedCalls = value;
    }

    /// <summary>Calls that a replay host answered.</summary>
    public long ReplayedCalls
    {
        get => _replayedCalls;
        init => _replayedCalls = value;
    }

    /// <summary>Every counter, as one value that can be added.</summary>
    public TokenCounts Tokens
    {
        get => _tokens;
        init => _tokens = value;
    }

    /// <summary>Uncached prompt tokens.</summary>
    public long InputTokens
    {
        get => _tokens.Input;
        init => _tokens = _tokens with { Input = value };
    }

    /// <summary>5-minute cache writes.</summary>
    public long CacheWrite5mTokens
    {
        get => _tokens.CacheWrite5m;
        init => _tokens = _tokens with { CacheWrite5m = value };
    }

    /// <summary>1-hour cache writes.</summary>
    public long CacheWrite1hTokens
    {
        get => _tokens.CacheWrite1h;
        init => _tokens = _tokens with { CacheWrite1h = value };
    }

    /// <summary>Cache reads.</summary>
    public long CacheReadTokens
    {
        get => _tokens.CacheRead;
        init => _tokens = _tokens with { CacheRead = value };
    }

    /// <summary>Output tokens.</summary>
    public long OutputTokens
    {
        get => _tokens.Output;
        init => _tokens = _tokens with { Output = value };
    }

    /// <summary>Web searches.</summary>
    public long WebSearchRequests
    {
        get => _tokens.WebSearches;
        init => _tokens = _tokens with { WebSearches = value };
    }

    /// <summary>Incurred by live calls, US dollars.</summary>
    public decimal CostUsd
    {
        get => _costUsd;
        init => _costUsd = value;
    }

    /// <summary>List price of replayed calls, US dollars.</summary>
    public decimal AvoidedUsd
    {
        get => _avoidedUsd;
        init => _avoidedUsd = value;
    }

    /// <summary>
    /// The worst cases that were reserved for live calls before they left, US dollars; 0 when no limit was enforced while the run went
    /// on. Beside <see cref="SettledUsd"/> it says how far the estimates were from the truth.
    /// </summary>
    public decimal ReservedUsd
    {
        get => _reservedUsd;
        init => _reservedUsd = value;
    }

    /// <summary>What those calls did cost for which <see cref="ReservedUsd"/> was reserved, US dollars.</summary>
    public decimal SettledUsd
    {
        get => _settledUsd;
        init => _settledUsd = value;
    }

    /// <summary>True when <see cref="CostUsd"/> or <see cref="AvoidedUsd"/> is a lower bound.</summary>
    public bool LowerBound
    {
        get => _lowerBound;
        init => _lowerBound = value;
    }

    /// <summary>Calls whose cost is not known: their model has no price, or they came without usage.</summary>
    public long UnpricedCalls
    {
        get => _unpricedCalls;
        init => _unpricedCalls = value;
    }

    /// <summary>Cache writes of both lifetimes.</summary>
    public long CacheWriteTokens => _tokens.CacheWrite;

    /// <summary>Prompt and output together.</summary>
    public long TotalTokens => _tokens.Total;

    /// <summary>The sum of several.</summary>
    internal static Totals Sum(IEnumerable<Totals> rows)
    {
        var sum = new Totals();
        foreach (var row in rows)
            sum.Add(row);
        return sum;
    }

    /// <summary>Adds an entry with everything that it used.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void Add(LedgerEntry entry, in CallCost cost)
    {
        var call = CallFacts.From(entry);
        Add(call);
        if (call.IsRefused)
            return;
        AddUsage(cost.Billed, cost.KnownUsd, call.Replayed, call.ReservedUsd is not null);
        if (cost.Unpriced is not null)
            AddUnpriced();
    }

    /// <summary>Adds a call without what it used.</summary>
    internal void Add(in CallFacts call)
    {
        if (call.IsRefused)
        {
            _refusedCalls++;
            return;
        }
        _lowerBound |= call.IsLowerBound;
        if (!call.IsPaidCall)
            return;
        _calls++;
        if (call.IsFailed)
            _failedCalls++;
        if (call.IsRetry)
            _retries++;
        if (call.IsUsageMissing)
            _unpricedCalls++;
        if (call.Replayed)
            _replayedCalls++;
        else
            _reservedUsd += call.ReservedUsd ?? 0m;
    }

    /// <summary>Adds what calls used.</summary>
    /// <param name="tokens">What they are billed for.</param>
    /// <param name="usd">What that costs.</param>
    /// <param name="replayed">True when a replay host answered, so that the cost was avoided.</param>
    /// <param name="reserved">True when the calls' worst case was reserved before they left.</param>
    internal void AddUsage(in TokenCounts tokens, decimal usd, bool replayed, bool reserved)
    {
        _tokens += tokens;
        if (replayed)
        {
            _avoidedUsd += usd;
            return;
        }
        _costUsd += usd;
        if (reserved)
            _settledUsd += usd;
    }

    /// <summary>Counts a call that has no price.</summary>
    internal void AddUnpriced() => _unpricedCalls++;

    /// <summary>Adds a replayed call where replayed calls are free: only that it was made, and what it avoided.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AddAvoided(LedgerEntry entry, in CallCost cost)
    {
        if (CallFacts.From(entry).IsPaidCall)
            _replayedCalls++;
        _avoidedUsd += cost.KnownUsd;
    }

    /// <summary>Adds other sums.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void Add(Totals other)
    {
        _calls += other._calls;
        _failedCalls += other._failedCalls;
        _retries += other._retries;
        _refusedCalls += other._refusedCalls;
        _replayedCalls += other._replayedCalls;
        _unpricedCalls += other._unpricedCalls;
        _tokens += other._tokens;
        _costUsd += other._costUsd;
        _avoidedUsd += other._avoidedUsd;
        _reservedUsd += other._reservedUsd;
        _settledUsd += other._settledUsd;
        _lowerBound |= other._lowerBound;
    }

    /// <summary>
    /// What a limit on a metric compares, of sums that hold nothing but counted calls: a replayed one among them counts with its list
    /// price. Attempts per prompt are no sum and are counted elsewhere.
    /// </summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public decimal Get(Metric metric) =>
        metric switch
        {
            Metric.Cost => _costUsd + _avoidedUsd,
            Metric.InputTokens => _tokens.Input,
            Metric.OutputTokens => _tokens.Output,
            Metric.CacheWriteTokens => _tokens.CacheWrite,
            Metric.CacheReadTokens => _tokens.CacheRead,
            Metric.TotalTokens => _tokens.Total,
            Metric.Calls => _calls,
            Metric.FailedCalls => _failedCalls,
            Metric.Retries => _retries,
            Metric.RetryShare => _calls == 0 ? 0m : 100m * _retries / _calls,
            _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "is no sum"),
        };
}
