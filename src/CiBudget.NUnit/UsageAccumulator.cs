using CiBudget.Budgets;
using CiBudget.Ledger;

namespace CiBudget.NUnit;

/// <summary>
/// Sums of this process by test, as entries come. Thread-safe; memory grows with the tests that call Claude (and with messages of batch
/// results, which count once however often they are fetched), not with calls.
/// </summary>
internal sealed class UsageAccumulator(ReplayedCalls replayed) : ICallObserver
{
    private readonly object _lock = new();
    private readonly Dictionary<string, TestSpend> _tests = [];
    private readonly HashSet<string> _batchMessages = [];
    private TestSpend _run = Nothing(null, replayed);

    /// <summary>What a test has used so far.</summary>
    public TestSpend Get(TestIdentity test)
    {
        lock (_lock)
            return _tests.GetValueOrDefault(test.Name) ?? Nothing(test.Name);
    }

    /// <summary>What this process has used so far.</summary>
    public TestSpend Run()
    {
        lock (_lock)
            return _run;
    }

    /// <summary>Adds one entry of the ledger.</summary>
    public void Observe(PricedEntry ended)
    {
        // Priced outside the lock: every call of the process passes here.
        var (entry, cost) = (ended.Entry, ended.Cost);
        lock (_lock)
        {
            if (!entry.IsCall && entry.MessageId is { } id && !_batchMessages.Add(id))
                return;

            Change(entry.Test, spend => spend.Plus(entry, cost));
        }
    }

    /// <summary>Forgets everything but the calls under way.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _tests.Clear();
            _batchMessages.Clear();
            _run = Nothing(null) with { InFlight = _run.InFlight };
        }
    }

    /// <inheritdoc />
    public void Started(ClaudeCall call)
    {
        if (call.IsElsewhere)
            return;

        lock (_lock)
            Change(call.Test, static spend => spend with { InFlight = spend.InFlight + 1 });
    }

    /// <inheritdoc />
    public void Ended(ClaudeCall call, PricedEntry ended)
    {
        if (call.IsElsewhere)
            return;

        lock (_lock)
        {
            // A call that began before Clear is not among the test's any more.
            Change(
                call.Test,
                static spend => spend with { InFlight = Math.Max(0, spend.InFlight - 1) }
            );
        }
    }

    private void Change(TestIdentity? test, Func<TestSpend, TestSpend> change)
    {
        _run = change(_run);
        if (test is not null)
            _tests[test.Name] = change(_tests.GetValueOrDefault(test.Name) ?? Nothing(test.Name));
    }

    private TestSpend Nothing(string? test) => Nothing(test, replayed);

    private static TestSpend Nothing(string? test, ReplayedCalls replayed) =>
        new() { Test = test, CountsReplayed = replayed == ReplayedCalls.Counted };
}
