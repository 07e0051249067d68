using CiBudget.Replay;

namespace CiBudget.NUnit;

/// <summary>Stands where the meter could not start: what nobody counts may not leave.</summary>
internal sealed class NoMeterPolicy(string reason) : ICallPolicy
{
    public CallDecision Decide(ClaudeCall call) =>
        ReplayServer.IsListening(call.Url)
            ? CallDecision.Allow
            : CallDecision.Refuse(
                new InvalidOperationException(
                    $"{Codes.Unmeasured}: a call to {call.Url.GetLeftPart(UriPartial.Path)} was refused, because this process is not metered: {reason} No live call is made."
                ),
                Codes.Unmeasured
            );
}
