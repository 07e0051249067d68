using CiBudget.Budgets;
using CiBudget.Replay;

namespace CiBudget.NUnit;

/// <summary>
/// Who decides on a call before it leaves, in order; the first that does not allow decides. A call is counted first, whatever becomes
/// of it; what a scenario answers is asked of nobody else.
/// </summary>
internal static class HarnessGates
{
    public static IReadOnlyList<ICallGate> For(HarnessSession session)
    {
        List<ICallGate> gates = [session.Tally, new ReplayGate()];
        if (WhyOffline(session) is { } reason)
        {
            gates.Add(new OfflineGate(reason));
        }

        if (session.Budget.SeverityOf(Rule.Outage) != Severity.Off)
        {
            gates.Add(
                new OutageGate(
                    session.Settings.RunDirectory,
                    ReplayServer.IsListening,
                    session.Outage.Refused
                )
            );
        }

        if (LimitBook.IsNeededFor(session.Budget))
        {
            gates.Add(Limits(session));
        }

        return gates;
    }

    private static ICallGate Limits(HarnessSession session)
    {
        try
        {
            return LimitGate.Open(
                session.Budget,
                session.Prices,
                session.Settings.RunDirectory,
                ReplayServer.IsListening,
                machine => AcrossMachines.Of(session, machine)
            );
        }
        catch (Exception fault)
            when (fault
                    is IOException
                        or UnauthorizedAccessException
                        or InvalidOperationException
                        or FormatException
            )
        {
            return new NoLimitsGate(fault.Message);
        }
    }

    /// <summary>What becomes of a request to a Claude host that hides from the gates.</summary>
    public static Func<string, Exception?> RefuseUnseen(HarnessSession session)
    {
        var offline = WhyOffline(session) is { } reason ? $"this run is offline ({reason})" : null;
        var enforced = LimitBook.IsNeededFor(session.Budget)
            ? "calls are held to limits (\"enforce\")"
            : null;
        return host =>
            (
                offline
                ?? enforced
                ?? (
                    ReplayRooms.Current() is not null || ReplayRooms.Suspect() is not null
                        ? "a test with [Replay] runs"
                        : null
                )
            )
                is { } promise
                ? new InvalidOperationException(
                    $"{Codes.Unmeasured}: a request to {host} was refused, because {promise}, and its HttpClient hides its requests (ActivityHeadersPropagator is null), so that it cannot be told what it asks for. Leave the propagator as it is, or put a MeteringHandler before the handler."
                )
                : null;
    }

    /// <summary>Why live calls are to be kept in; null when they may leave.</summary>
    public static string? WhyOffline(HarnessSession session) =>
        session.Settings.Offline ? "CIBUDGET_OFFLINE=1"
        : !session.Budget.LiveAllowed ? $"\"live\": \"never\" in {session.Budget.Path}"
        // A budget file that cannot be read may have said never.
        : session.BudgetFault is not null
            ? "the budget file cannot be read, so it is not known whether live calls are allowed"
        : null;
}
