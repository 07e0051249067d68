namespace CiBudget.Checking;

/// <summary>
/// Calls and money by stretches of time. Stretches double in length when there are too many, so that memory does not grow with the
/// run; they always begin at whole multiples of their length, so that the order in which calls are read does not matter.
/// </summary>
internal sealed class SpendOverTime
{
    private const int MostKept = 4096;
    private const int MostShown = 60;

    private Dictionary<long, Stretch> _stretches = [];
    private long _seconds = 1;

    public void AddCall(DateTimeOffset time, bool failed)
    {
        var stretch = At(time);
        stretch.Calls++;
        if (failed)
            stretch.FailedCalls++;
    }

    public void AddCost(DateTimeOffset time, decimal usd, bool replayed)
    {
        var stretch = At(time);
        if (replayed)
            stretch.AvoidedUsd += usd;
        else
            stretch.CostUsd += usd;
    }

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
            var stretch = _stretches.TryGetValue(key, out var known) ? known : new Stretch();
            var start = new DateTimeOffset(key * _seconds * TimeSpan.TicksPerSecond, TimeSpan.Zero);
            points.Add(
                new(start, stretch.Calls, stretch.FailedCalls, stretch.CostUsd, stretch.AvoidedUsd)
            );
        }
        return points;
    }

    private Stretch At(DateTimeOffset time)
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
        var wider = new Dictionary<long, Stretch>();
        foreach (var pair in _stretches)
        {
            if (wider.TryGetValue(pair.Key / 2, out var sum))
                sum.Add(pair.Value);
            else
                wider[pair.Key / 2] = pair.Value;
        }
        _stretches = wider;
        _seconds *= 2;
    }

    private sealed class Stretch
    {
        public long Calls;
        public long FailedCalls;
        public decimal CostUsd;
        public decimal AvoidedUsd;

        public void Add(Stretch other)
        {
            Calls += other.Calls;
            FailedCalls += other.FailedCalls;
            CostUsd += other.CostUsd;
            AvoidedUsd += other.AvoidedUsd;
        }
    }
}
