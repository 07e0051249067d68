using CiBudget.Replay;

namespace CiBudget.NUnit;

/// <summary>Lets calls go to servers that replay, and refuses every other.</summary>
internal sealed class NoLiveCallsPolicy(string code, Func<ClaudeCall, Exception> refusal)
    : ICallPolicy
{
    /// <summary>Keeps calls that no scenario covers from leaving: <c>CIBUDGET_OFFLINE=1</c>, or <c>"live": "never"</c> in the budget file.</summary>
    public static NoLiveCallsPolicy Offline(string reason) =>
        new(
            Codes.Offline,
            call => new OfflineException(
                $"{Codes.Offline}: {call.Test?.Name ?? "code outside any test"} called {call.Url.GetLeftPart(UriPartial.Path)}, "
                    + $"and this run is offline ({reason}). Put [Replay(\"success\")] or another scenario on the test."
            )
        );

    /// <summary>Stands where the meter could not start: what nobody counts may not leave.</summary>
    public static NoLiveCallsPolicy Unmetered(string reason) =>
        new(
            Codes.Unmeasured,
            call => new InvalidOperationException(
                $"{Codes.Unmeasured}: a call to {call.Url.GetLeftPart(UriPartial.Path)} was refused, because this process is not metered: {reason} No live call is made."
            )
        );

    /// <summary>Stands where limits should be enforced and cannot: without them no live call may leave.</summary>
    public static NoLiveCallsPolicy Unlimited(string reason) =>
        new(
            Codes.Refused,
            _ => new InvalidOperationException(
                $"{Codes.Refused}: limits are to be enforced while the run goes on (\"enforce\" in the budget file), and cannot be: "
                    + $"{reason} No live call is made."
            )
        );

    public CallDecision Decide(ClaudeCall call) =>
        ReplayServer.IsListening(call.Url)
            ? CallDecision.Allow
            : CallDecision.Refuse(refusal(call), code);
}
