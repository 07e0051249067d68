using System.Collections.Concurrent;
using CiBudget.Budgets;
using CiBudget.Checking;
using CiBudget.Ledger;
using CiBudget.Pricing;
using CiBudget.Text;
using CiBudget.Tokens;

namespace CiBudget.Capture;

/// <summary>
/// Holds calls to the limits that are enforced while the run goes on: reserves what a call can use at the most before it leaves, and
/// settles to what it did use when its answer has ended. Thread-safe.
/// </summary>
/// <remarks>
/// Limits on the run, on models and on unattributed calls are counted in a store that processes may share. A test runs in one
/// process, so limits on tests are counted here. Retry shares are not known until the end and are checked after the run only.
/// </remarks>
internal sealed class LimitEnforcer : IDisposable
{
    private readonly Budget _budget;
    private readonly PriceSheet _prices;
    private readonly List<Limit> _shared;
    private readonly List<Limit> _local;
    private readonly ISpendStore _sharedStore;
    private readonly LocalSpend _localStore = new();
    private readonly ConcurrentDictionary<(Limit Limit, string Test), int> _localCounters = new();
    private readonly List<Limit> _localLimits = [];

    /// <summary>Opens it.</summary>
    /// <param name="budget">The limits.</param>
    /// <param name="prices">The sheet with the budget's own prices on top.</param>
    /// <param name="openShared">Opens the store for so many counters; it is disposed with the enforcer.</param>
    public LimitEnforcer(Budget budget, PriceSheet prices, Func<int, ISpendStore> openShared)
    {
        _budget = budget;
        _prices = prices;
        _shared = [.. LimitCounters.OfRun(budget), .. LimitCounters.AcrossRuns(budget)];
        _local = LimitCounters.OfTests(budget);
        _sharedStore = openShared(_shared.Count);
    }

    /// <summary>Reserves the worst case of a call, or refuses it.</summary>
    /// <param name="call">What is known of the call before it leaves.</param>
    /// <param name="refusal">Why it may not leave; null when it may.</param>
    /// <returns>What was reserved, to be settled exactly once; null when it was refused.</returns>
    public Reservation? Reserve(PlannedCall call, out BudgetExceededException? refusal)
    {
        var worst = WorstCase.Create(_prices, call);
        var localAsks = new List<SpendAsk>();
        var sharedAsks = new List<SpendAsk>();
        foreach (var limit in _local)
        {
            if (call.Test is { } test && LimitMatch.IsFor(limit, test, _budget))
            {
                if (Ask(limit, CounterOf(limit, test), call, worst, out refusal) is not { } ask)
                    return null;
                localAsks.Add(ask);
            }
        }
        for (var i = 0; i < _shared.Count; i++)
        {
            if (Concerns(_shared[i], call))
            {
                if (Ask(_shared[i], i, call, worst, out refusal) is not { } ask)
                    return null;
                sharedAsks.Add(ask);
            }
        }

        var reservation = new Reservation([.. localAsks], [.. sharedAsks], worst, call.Batch);
        if (_localStore.Reserve(reservation.Local) is { } inTest)
        {
            refusal = Refuse(LocalLimit(inTest.Counter), inTest, call, worst);
            return null;
        }
        SpendRefusal? inRun;
        try
        {
            inRun = _sharedStore.Reserve(reservation.Shared);
        }
        catch (SharedLimitsException away)
        {
            GiveBack(reservation);
            throw new SharedLimitsException(
                away.Reason,
                Place(_shared[reservation.Shared[0].Counter])
            );
        }
        catch
        {
            GiveBack(reservation);
            throw;
        }
        if (inRun is not null)
        {
            GiveBack(reservation);
            refusal = Refuse(_shared[inRun.Counter], inRun, call, worst);
            return null;
        }
        refusal = null;
        return reservation;
    }

    /// <summary>Gives a reservation back and counts what the call did use.</summary>
    public void Settle(Reservation reservation, PricedEntry ended)
    {
        var entry = ended.Entry;
        if (entry.Replayed || reservation.Batch)
        {
            // What is replayed did not leave after all: a handler of the product's own answered.
            // No answer says what a batch will cost; its results may be fetched by another run.
            var isOn =
                !entry.Replayed
                && (
                    entry.Outcome != CallOutcome.Answered
                        ? !entry.Complete
                        : entry.Status is >= 200 and < 300
                );
            _localStore.Settle(reservation.Local, All(reservation.Local, isOn));
            _sharedStore.Settle(reservation.Shared, All(reservation.Shared, isOn));
            return;
        }
        var cost = ended.Cost;
        var use = new Totals();
        use.Add(entry, cost);
        _localStore.Settle(reservation.Local, Used(reservation.Local, LocalLimit, use, cost));
        _sharedStore.Settle(
            reservation.Shared,
            Used(reservation.Shared, i => _shared[i], use, cost)
        );
    }

    /// <summary>What all runs used of the limits that they share; null when there are none, or it cannot be told.</summary>
    public IReadOnlyDictionary<(LimitScope Scope, Metric Metric), decimal>? UsedAcrossRuns()
    {
        if ((_sharedStore as IRollingSpend)?.Rolling() is not { } used)
            return null;
        var limits = LimitCounters.AcrossRuns(_budget);
        var sums = new Dictionary<(LimitScope Scope, Metric Metric), decimal>();
        for (var i = 0; i < limits.Count; i++)
            sums[(limits[i].Scope, limits[i].Metric)] = SpendUnit.ToValue(
                limits[i].Metric,
                used[i]
            );
        return sums;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _sharedStore.Dispose();
        _localStore.Dispose();
    }

    private void GiveBack(Reservation reservation) =>
        _localStore.Settle(reservation.Local, All(reservation.Local, isUsed: false));

    private static long[] All(SpendAsk[] asks, bool isUsed) =>
        Array.ConvertAll(asks, ask => isUsed ? ask.Amount : 0L);

    private static long[] Used(
        SpendAsk[] asks,
        Func<int, Limit> limitOf,
        Totals use,
        CallCost cost
    ) =>
        Array.ConvertAll(
            asks,
            ask =>
            {
                var metric = limitOf(ask.Counter).Metric;
                // What cannot be measured or priced counts as the worst that it could be.
                if (!cost.Knows(metric))
                    return ask.Amount;
                var used = SpendUnit.FromValue(metric, use.Get(metric));
                return use.LowerBound ? Math.Max(used, ask.Amount) : used;
            }
        );

    private SpendAsk? Ask(
        Limit limit,
        int counter,
        PlannedCall call,
        WorstCase worst,
        out BudgetExceededException? refusal
    )
    {
        var stop = limit.Enforce == Enforcement.Stop;
        // Creating a batch is no paid call, and its messages are none.
        var amount = call.Batch && limit.Metric == Metric.Calls ? 0 : worst.Ask(limit.Metric);
        if (stop && amount is null)
        {
            refusal = new(
                limit,
                _budget.Path,
                0,
                0,
                null,
                $"{Text(limit, call)} {worst.Why}, so what it can use at the most is not known. Mend the call, or write \"enforce\": \"soft\" there."
            );
            return null;
        }
        refusal = null;
        return new SpendAsk(
            counter,
            SpendUnit.FromValue(limit.Metric, amount ?? 0),
            SpendUnit.FromValue(limit.Metric, limit.Max),
            stop,
            // A batch that was ordered is worked on, whatever becomes of this process.
            Spent: limit.Metric == Metric.Calls || call.Batch
        );
    }

    private BudgetExceededException Refuse(
        Limit limit,
        SpendRefusal refusal,
        PlannedCall call,
        WorstCase worst
    )
    {
        var used = SpendUnit.ToValue(limit.Metric, refusal.Used);
        var reserved = SpendUnit.ToValue(limit.Metric, refusal.Reserved);
        var asked = worst.Ask(limit.Metric) ?? 0;
        return new(
            limit,
            _budget.Path,
            used,
            reserved,
            asked,
            Text(limit, call)
                + $" could use {MetricAmount.InText(limit.Metric, asked)}; of {MetricAmount.InText(limit.Metric, limit.Max)} {Over(limit)}, "
                + $"{MetricAmount.InText(limit.Metric, used)} is used and {MetricAmount.InText(limit.Metric, reserved)} is reserved by calls in flight."
                + $" Raise \"{limit.Key}\" there or spend less."
        );
    }

    private string Text(Limit limit, PlannedCall call) =>
        $"{Codes.Refused}: {Place(limit)}: a call was refused before it left. This call of "
        + $"{SafeText.Name(call.Test?.Name ?? "code outside any test")}";

    private string Place(Limit limit) => limit.Position.In(_budget.Path!);

    private bool Concerns(Limit limit, PlannedCall call) =>
        limit.Scope switch
        {
            LimitScope.Run or LimitScope.Day or LimitScope.Month => true,
            LimitScope.Unattributed => call.Test is null,
            _ => call.Asked.Any(demand => IsFor(limit.Pattern ?? "", demand.Model)),
        };

    /// <summary>A model that is not named may be any.</summary>
    private bool IsFor(string pattern, string? model) =>
        model is null || LimitMatch.NamesModel(pattern, model, _prices.Find(model));

    private int CounterOf(Limit limit, TestIdentity test)
    {
        var key = (limit, test.Assembly + "|" + test.Name);
        if (_localCounters.TryGetValue(key, out var known))
            return known;
        lock (_localLimits)
        {
            if (!_localCounters.TryGetValue(key, out known))
            {
                known = _localLimits.Count;
                _localLimits.Add(limit);
                _localCounters[key] = known;
            }
            return known;
        }
    }

    private Limit LocalLimit(int counter)
    {
        lock (_localLimits)
            return _localLimits[counter];
    }

    private static string Over(Limit limit) =>
        limit.Scope switch
        {
            LimitScope.Day => "for all runs of 24 hours",
            LimitScope.Month => "for all runs of the month",
            _ => "in all",
        };
}
