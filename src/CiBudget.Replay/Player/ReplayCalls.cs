using System.Collections;

namespace CiBudget.Replay;

/// <summary>The calls that reached a scenario, in the order in which their steps were given out; a copy that does not change.</summary>
public sealed class ReplayCalls : IReadOnlyList<ReplayCall>
{
    private readonly IReadOnlyList<ReplayCall> _calls;

    internal ReplayCalls(IReadOnlyList<ReplayCall> calls, long total)
    {
        _calls = calls;
        Total = total;
    }

    /// <summary>How many calls are held; <see cref="Total"/> is more when the oldest were dropped.</summary>
    public int Count => _calls.Count;

    /// <summary>How many calls there were in all.</summary>
    public long Total { get; }

    /// <inheritdoc />
    public ReplayCall this[int index] => _calls[index];

    /// <summary>The calls that came after the first answer that failed: does the product hammer a dead account?</summary>
    public ReplayCalls AfterFailure() =>
        Only(_calls.SkipWhile(static call => !call.Failed).Skip(1));

    /// <summary>The calls that an SDK marked as retries.</summary>
    public ReplayCalls Retries() => Only(_calls.Where(static call => call.Attempt > 0));

    /// <summary>The calls that no step matched.</summary>
    public ReplayCalls Unmatched() => Only(_calls.Where(static call => call.Step is null));

    /// <summary>The models that were asked for, each once, in order of first use.</summary>
    public IReadOnlyList<string> Models =>
        [.. _calls.Select(static call => call.Model).OfType<string>().Distinct()];

    /// <inheritdoc />
    public IEnumerator<ReplayCall> GetEnumerator() => _calls.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static ReplayCalls Only(IEnumerable<ReplayCall> some)
    {
        var list = some.ToArray();
        return new(list, list.Length);
    }
}
