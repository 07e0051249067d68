using CiBudget.Budgets;
using CiBudget.Replay;

namespace CiBudget.NUnit;

/// <summary>
/// The policies of a test process. Order matters: replay comes first, and if a scenario answers, the offline, outage and limit checks
/// are skipped.
/// </summary>
internal static class SessionPolicies
{
    public static IReadOnlyList<ICallPolicy> For(MeteringSession session)
    {
        List<ICallPolicy> policies = [new ReplayPolicy()];
        if (WhyOffline(session) is { } reason)
            policies.Add(NoLiveCallsPolicy.Offline(reason));

        if (session.Budget.SeverityOf(Rule.Outage) != Severity.Off)
            policies.Add(
                new OutagePolicy(
                    session.Settings.RunDirectory,
                    ReplayServer.IsListening,
                    session.Outage.Refused
                )
            );

        if (LimitCounters.AreNeededFor(session.Budget))
            policies.Add(Limits(session));

        return policies;
    }

    private static ICallPolicy Limits(MeteringSession session)
    {
        try
        {
            return LimitPolicy.Open(
                session.Budget,
                session.Prices,
                session.Settings.RunDirectory,
                ReplayServer.IsListening,
                machine => AcrossMachines.Create(session, machine)
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
            return NoLiveCallsPolicy.Unlimited(fault.Message);
        }
    }

    /// <summary>What becomes of a request to a Claude host that hides from the policies.</summary>
    public static Func<string, Exception?> RefuseUnseen(MeteringSession session)
    {
        var offline = WhyOffline(session) is { } reason ? $"this run is offline ({reason})" : null;
        var enforced = LimitCounters.AreNeededFor(session.Budget)
            ? "calls are held to limits (\"enforce\")"
            : null;
        return host =>
            (
                offline
                ?? enforced
                ?? (
                    ReplaySessions.Current() is not null || ReplaySessions.Suspect() is not null
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
    public static string? WhyOffline(MeteringSession session) =>
        session.Settings.Offline ? "CIBUDGET_OFFLINE=1"
        : !session.Budget.LiveAllowed ? $"\"live\": \"never\" in {session.Budget.Path}"
        // A budget file that cannot be read may have said never.
        : session.BudgetFault is not null
            ? "the budget file cannot be read, so it is not known whether live calls are allowed"
        : null;
}
