using CiBudget.Replay;

namespace CiBudget.NUnit;

/// <summary>Sends the calls of a test to its scenario.</summary>
internal sealed class ReplayGate : ICallGate
{
    public CallDecision Decide(ClaudeCall call) =>
        // What was sent to a replay server by hand stays there.
        !ReplayServer.IsListening(call.Url) && ReplayRooms.Current() is { } room
            ? CallDecision.Replay(room.BaseUrl, room.Scenario.Name)
            : CallDecision.Allow;

    public void Ended(ClaudeCall call, LedgerEntry entry) { }
}
