using CiBudget.Replay;

namespace CiBudget.NUnit;

/// <summary>Sends the calls of a test to its scenario.</summary>
internal sealed class ReplayGate : ICallGate
{
    public CallDecision Decide(ClaudeCall call)
    {
        // What was sent to a replay server by hand stays there.
        if (ReplayServer.IsListening(call.Url))
        {
            return CallDecision.Allow;
        }

        return ReplayRooms.Current() switch
        {
            { Fault: { } fault } => CallDecision.Refuse(fault),
            { Endpoint: { } endpoint } => CallDecision.Replay(
                endpoint.BaseUrl,
                endpoint.Scenario.Name
            ),
            _ => CallDecision.Allow,
        };
    }

    public void Ended(ClaudeCall call, LedgerEntry entry) { }
}
