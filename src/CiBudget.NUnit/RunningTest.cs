using System.Collections.Concurrent;
using System.Diagnostics;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace CiBudget.NUnit;

/// <summary>
/// The test that the current code works for. NUnit's own context knows, where it flows. Code that serves a request, in a server or a
/// worker inside this process, works for the test whose request it is: the request says so.
/// </summary>
internal static class RunningTest
{
    /// <summary>The key under which a request, or the baggage of an <see cref="Activity"/>, carries the id of a test.</summary>
    public const string Key = "cibudget-test";

    private static readonly ConcurrentDictionary<string, ITest> Known = new();
    private static readonly AsyncLocal<ITest?> Served = new();

    /// <summary>The test, fixture or set-up fixture; null when none can be named.</summary>
    public static ITest? Current => Served.Value ?? FromBaggage() ?? InContext();

    /// <summary>The test that NUnit runs here; null where its context did not flow, for which NUnit makes an ad-hoc one up.</summary>
    public static ITest? InContext() =>
        TestExecutionContext.CurrentContext is var context
        && context is not TestExecutionContext.AdhocContext
            ? context.CurrentTest
            : null;

    /// <summary>An id by which a request names a test.</summary>
    public static string Name(ITest test)
    {
        Known[test.Id] = test;
        return test.Id;
    }

    /// <summary>From here on, the current code serves a request of a test; null for a request that names none.</summary>
    public static void Serve(string? name)
    {
        var test = name is null ? null : Known.GetValueOrDefault(name);
        if (Served.Value != test)
            Served.Value = test;
    }

    private static ITest? FromBaggage() =>
        !Known.IsEmpty && Activity.Current?.GetBaggageItem(Key) is { } name
            ? Known.GetValueOrDefault(name.Trim())
            : null;
}
