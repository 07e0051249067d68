using System.Collections;

namespace CiBudget.Replay;

/// <summary>The calls that reached a scenario, in the order in which their steps were given out; a copy that does not change.</summary>
public sealed class ReplayCalls : IReadOnlyList<ReplayCall>
{
    private readonly IReadOnlyList<ReplayCall> calls;

    internal ReplayCalls(IReadOnlyList<ReplayCall> calls, long total)
    {
        this.calls = calls;
        Total = total;
    }

    /// <summary>How many calls are held; <see cref="Total"/> is more when the oldest were dropped.</summary>
    public int Count => calls.Count;

    /// <summary>How many calls there were in all.</summary>
    public long Total { get; }

    /// <inheritdoc />
    public ReplayCall this[int index] => calls[index];

    /// <summary>The calls that came after the first answer that failed: does the product hammer a dead account?</summary>
    public ReplayCalls AfterFailure() => Only(calls.SkipWhile(static call => !call.Failed).Skip(1));

    /// <summary>The calls that an SDK marked as retries.</summary>
    public ReplayCalls Retries() => Only(calls.Where(static call => call.Attempt > 0));

    /// <summary>The calls that no step matched.</summary>
    public ReplayCalls Unmatched() => Only(calls.Where(static call => call.Step is null));

    /// <summary>The models that were asked for, each once, in order of first use.</summary>
    public IReadOnlyList<string> Models =>
        [.. calls.Select(static call => call.Model).OfType<string>().Distinct()];

    /// <inheritdoc />
    public IEnumerator<ReplayCall> GetEnumerator() => calls.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static ReplayCalls Only(IEnumerable<ReplayCall> some)
    {
        var list = some.ToArray();
        return new(list, list.Length);
    }
}
