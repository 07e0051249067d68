using CiBudget.Replay;

namespace CiBudget.NUnit;

/// <summary>Keeps calls that no scenario covers from leaving: <c>CIBUDGET_OFFLINE=1</c>, or <c>"live": "never"</c> in the budget file.</summary>
internal sealed class OfflinePolicy(string reason) : ICallPolicy
{
    public CallDecision Decide(ClaudeCall call) =>
        ReplayServer.IsListening(call.Url)
            ? CallDecision.Allow
            : CallDecision.Refuse(
                new OfflineException(
                    $"{Codes.Offline}: {call.Test?.Name ?? "code outside any test"} called {call.Url.GetLeftPart(UriPartial.Path)}, "
                        + $"and this run is offline ({reason}). Put [Replay(\"success\")] or another scenario on the test."
                ),
                Codes.Offline
            );
}
