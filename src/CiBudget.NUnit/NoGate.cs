using CiBudget.Text;
using NUnit.Framework;

namespace CiBudget.NUnit;

/// <summary>
/// Tells that nobody compares what tests spent with a budget: <c>dotnet test X.dll</c>, <c>dotnet vstest</c> and an IDE run no build
/// step, and so no gate.
/// </summary>
internal static class NoGate
{
    /// <summary>Says it once the tests have ended, when they made a live call and have a budget file.</summary>
    public static void Tell(MeteringSession? session)
    {
        if (
            TestSession.EndsWithGate
            || session
                is not { Settings: { Enabled: true, Gate: null } settings, Budget.Path: { } budget }
        )
            return;

        var run = session.Accumulator.Run();
        if (run.Calls > 0)
        {
            // The one stream that VSTest shows of what an assembly says.
            TestContext.Error.WriteLine(
                $"CiBudget: {Amount.Counted(run.Calls, "call")} ({Amount.Usd(run.Cost)}) measured, and nothing compares this with {budget}: this way of running tests has no gate. Run `cibudget check \"{settings.RunDirectory}\"`, or `dotnet test` on the project."
            );
        }
    }
}
