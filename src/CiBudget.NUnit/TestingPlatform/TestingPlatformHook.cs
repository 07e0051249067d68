using Microsoft.Testing.Platform.Builder;

namespace CiBudget.NUnit;

/// <summary>
/// Registers the budget gate with Microsoft.Testing.Platform. Generated code of a test project calls it, because the package's targets
/// name it in a <c>TestingPlatformBuilderHook</c> item.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TestingPlatformHook
{
    /// <summary>Adds the gate to a test program.</summary>
    public static void AddExtensions(ITestApplicationBuilder builder, string[] args)
    {
        ArgumentNullException.ThrowIfNull(builder);
        TestSession.EndsWithGate = true;
        builder.TestHost.AddTestSessionLifetimeHandler(services => new BudgetSession(services));
    }
}
