namespace CiBudget.Redis;

/// <summary>A hash of counters in Redis.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Span">Over what its counters sum.</param>
/// <param name="Names">Of counters over all runs: runs with other limits of their own must mean the same by them. The run's have numbers.</param>
internal sealed record CounterHash(string Key, CounterSpan Span, IReadOnlyList<string> Names);
