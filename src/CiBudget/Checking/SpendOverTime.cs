using CiBudget.Ledger;

namespace CiBudget.Checking;

/// <summary>
/// Calls and money by stretches of time. Stretches double in length when there are too many, so that memory does not grow with the
/// run; they always begin at whole multiples of their length, so that the order in which calls are read does not matter.
/// </summary>
internal sealed class SpendOverTime
{
    private const int MostKept = 4096;
    private const int MostShown = 60;

    private Dictionary<long, Totals> _stretches = [];
    private long _seconds = 1;

    public void Add(DateTimeOffset time, in CallFacts call) => At(time).Add(call);

    public void AddCost(DateTimeOffset time, decimal usd, bool replayed) =>
        At(time).AddUsage(default, usd, replayed, reserved: false);

    /// <summary>The stretches from the first call to the last, empty ones included, sixty at most.</summary>
    public IReadOnlyList<TimelinePoint> Points()
    {
        if (_stretches.Count == 0)
            return [];
        while (_stretches.Keys.Max() - _stretches.Keys.Min() >= MostShown)
            Widen();
        var points = new List<TimelinePoint>();
        for (var key = _stretches.Keys.Min(); key <= _stretches.Keys.Max(); key++)
        {
            var stretch = _stretches.TryGetValue(key, out var known) ? known : new Totals();
            var start = new DateTimeOffset(key * _seconds * TimeSpan.TicksPerSecond, TimeSpan.Zero);
            points.Add(
                new(start, stretch.Calls, stretch.FailedCalls, stretch.CostUsd, stretch.AvoidedUsd)
            );
        }
        return points;
    }

    private Totals At(DateTimeOffset time)
    {
        var key = time.UtcTicks / TimeSpan.TicksPerSecond / _seconds;
        if (_stretches.TryGetValue(key, out var known))
            return known;
        if (_stretches.Count >= MostKept)
        {
            Widen();
            return At(time);
        }
        return _stretches[key] = new();
    }

    private void Widen()
    {
        var wider = new Dictionary<long, Totals>();
        foreach (var pair in _stretches)
        {
            if (!wider.TryGetValue(pair.Key / 2, out var sum))
                wider[pair.Key / 2] = sum = new();
            sum.Add(pair.Value);
        }
        _stretches = wider;
        _seconds *= 2;
    }
}
