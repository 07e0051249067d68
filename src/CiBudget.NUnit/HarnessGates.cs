namespace CiBudget.NUnit;

/// <summary>
/// Who decides on a call before it leaves, in order; the first that does not allow decides. A call is counted first, whatever becomes of it.
/// </summary>
internal static class HarnessGates
{
    public static IReadOnlyList<ICallGate> For(HarnessSession session) => [session.Tally];
}
