using CiBudget.Ledger;

namespace CiBudget.Checking;

/// <summary>Something that happened to calls: how often, and to which call first. The order in which calls are read does not matter.</summary>
internal sealed class Occurrence
{
    private DateTimeOffset _time;

    public long Count { get; private set; }

    /// <summary>The test of the earliest call, by name when two are equally early; null when no test could be named for it.</summary>
    public TestIdentity? Test { get; private set; }

    public void Add(DateTimeOffset at, TestIdentity? test, long count = 1)
    {
        if (Count == 0 || IsEarlier(at, test))
            (_time, Test) = (at, test);
        Count += count;
    }

    private bool IsEarlier(DateTimeOffset at, TestIdentity? test) =>
        at < _time || (at == _time && string.CompareOrdinal(test?.Name, Test?.Name) < 0);
}
