using System.Collections.Concurrent;
using CiBudget.Ledger;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace CiBudget.NUnit;

/// <summary>Tests whose live calls were refused because billing had failed: they say nothing about the code.</summary>
internal sealed class OutageTests
{
    private readonly ConcurrentDictionary<string, bool> _refused = new();

    /// <summary>Remembers whose call was refused.</summary>
    public void Refused(TestIdentity? test)
    {
        if (test is not null)
            _refused[test.Name] = true;
    }

    /// <summary>Ends a test that failed for want of its call inconclusive, with one reason and no stack trace.</summary>
    public void After(ITest test)
    {
        var result = TestExecutionContext.CurrentContext.CurrentResult;
        if (
            result.ResultState.Status == TestStatus.Failed
            && _refused.ContainsKey(TestAttribution.Get(test).Name)
        )
            result.SetResult(ResultState.Inconclusive, Reason);
    }

    private const string Reason =
        $"{Codes.Outage}: billing failed on an earlier live call of this run, so this test's call was not made. It says nothing about the code.";
}
