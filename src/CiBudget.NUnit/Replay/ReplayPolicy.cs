using CiBudget.Replay;

namespace CiBudget.NUnit;

/// <summary>Sends the calls of a test to its scenario.</summary>
internal sealed class ReplayPolicy : ICallPolicy
{
    public CallDecision Decide(ClaudeCall call)
    {
        // What was sent to a replay server by hand stays there.
        if (ReplayServer.IsListening(call.Url))
            return CallDecision.Allow;

        return ReplaySessions.Current() switch
        {
            { Fault: null } when call.IsElsewhere => CallDecision.Refuse(
                new UnknownHostException(call, "the test has [Replay]"),
                Codes.Unmeasured
            ),
            { Fault: { } fault } => CallDecision.Refuse(fault),
            { Endpoint: { } endpoint } => CallDecision.Replay(
                endpoint.BaseUrl,
                endpoint.Scenario.Name
            ),
            _ when ReplaySessions.Suspect() is { } test => CallDecision.Refuse(
                new InvalidOperationException(
                    $"{Codes.Stray}: a live call to {call.Url.GetLeftPart(UriPartial.Path)} that belongs to no test was refused, because {TestAttribution.Get(test).Name} has [Replay] and runs now: the call may be its own. "
                        + "The test's context (its ExecutionContext) does not flow to where the call is made."
                ),
                Codes.Stray
            ),
            _ => CallDecision.Allow,
        };
    }
}
