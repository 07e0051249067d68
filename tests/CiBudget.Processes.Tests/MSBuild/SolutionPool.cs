using System.Collections.Concurrent;

namespace CiBudget.MSBuild.Tests;

/// <summary>
/// One built solution and as many copies of it as tests run at a time: a <c>dotnet test</c> waits more than it computes, but two in
/// one folder would see each other's budget file and results.
/// </summary>
internal sealed class SolutionPool(TemporarySolution built) : IDisposable
{
    private readonly ConcurrentBag<TemporarySolution> _free = [];
    private readonly ConcurrentBag<TemporarySolution> _copies = [];

    /// <summary>A solution for one test, which leaves it built as it found it.</summary>
    public TemporarySolution Take()
    {
        if (_free.TryTake(out var free))
            return free;
        // The original is never lent, so that it can be copied at any time.
        var copy = built.Copy();
        _copies.Add(copy);
        return copy;
    }

    public void GiveBack(TemporarySolution solution) => _free.Add(solution);

    public void Dispose()
    {
        foreach (var copy in _copies)
            copy.Dispose();
        built.Dispose();
    }
}
