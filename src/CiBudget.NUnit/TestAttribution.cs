using System.Reflection;
using System.Runtime.CompilerServices;
using CiBudget.Ledger;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace CiBudget.NUnit;

/// <summary>
/// Names the test that the current code belongs to. NUnit's context flows with the execution context, so a call made by a task that
/// outlives its test still belongs to that test; code that was started without a context belongs to none.
/// </summary>
internal static class TestAttribution
{
    // Identities live as long as NUnit's test objects do: this is asked for every call.
    private static readonly ConditionalWeakTable<ITest, TestIdentity> Identities = [];

    /// <summary>The test, fixture or set-up fixture that is running here; null when none is.</summary>
    public static TestIdentity? Current()
    {
        if (RunningTest.Current is not { } test)
            return null;

        var identity = Get(test);
        var context = TestExecutionContext.CurrentContext;
        return context.CurrentRepeatCount == 0 || context.CurrentTest != test
            ? identity
            : identity with
            {
                Repetition = context.CurrentRepeatCount,
            };
    }

    /// <summary>The first repetition of a test.</summary>
    public static TestIdentity Get(ITest test) => Identities.GetValue(test, Describe);

    private static TestIdentity Describe(ITest test)
    {
        var fixture = Ancestors(test)
            .FirstOrDefault(ancestor => ancestor is TestFixture or SetUpFixture);
        return new TestIdentity
        {
            Name = NameOf(test),
            Fixture = fixture is null ? null : NameOf(fixture),
            Assembly = AssemblyOf(test),
            Categories = [.. Ancestors(test).SelectMany(Categories).Distinct()],
        };
    }

    private static string NameOf(ITest test) =>
        test switch
        {
            // NUnit names a set-up fixture after its namespace and an assembly after its path.
            SetUpFixture setUp => setUp.TypeInfo.FullName,
            TestAssembly => AssemblyOf(test) ?? test.Name,
            _ => test.FullName,
        };

    /// <summary>The assembly that a test stands in; null when NUnit does not say.</summary>
    public static Assembly? CodeOf(ITest test) =>
        Ancestors(test)
            .Select(ancestor => ancestor.TypeInfo?.Assembly ?? (ancestor as TestAssembly)?.Assembly)
            .FirstOrDefault(assembly => assembly is not null);

    private static string? AssemblyOf(ITest test) => CodeOf(test)?.GetName().Name;

    // Looking up a key that is not there adds it, and the bag of a fixture is read by tests that run in parallel.
    private static IEnumerable<string> Categories(ITest test) =>
        test.Properties.ContainsKey(PropertyNames.Category)
            ? test.Properties[PropertyNames.Category].Cast<object>().OfType<string>()
            : [];

    private static IEnumerable<ITest> Ancestors(ITest test)
    {
        for (var ancestor = test; ancestor is not null; ancestor = ancestor.Parent)
            yield return ancestor;
    }
}
