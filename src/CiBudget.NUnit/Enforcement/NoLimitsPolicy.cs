using CiBudget.Replay;

namespace CiBudget.NUnit;

/// <summary>Stands where limits should be enforced and cannot: without them no live call may leave.</summary>
internal sealed class NoLimitsPolicy(string reason) : ICallPolicy
{
    public CallDecision Decide(ClaudeCall call) =>
        ReplayServer.IsListening(call.Url)
            ? CallDecision.Allow
            : CallDecision.Refuse(
                new InvalidOperationException(
                    $"{Codes.Refused}: limits are to be enforced while the run goes on (\"enforce\" in the budget file), and cannot be: "
                        + $"{reason} No live call is made."
                )
            );
}
