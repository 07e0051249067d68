using CiBudget.Ledger;

namespace CiBudget.Capture;

/// <summary>Decides on calls before they leave and hears how they ended. Called from many threads at once.</summary>
public interface ICallPolicy
{
    /// <summary>May this call be made? The first gate that does not simply allow decides.</summary>
    CallDecision Decide(ClaudeCall call);

    /// <summary>The call has ended; called once for every call that this gate was asked about, refused ones included.</summary>
    void Ended(ClaudeCall call, PricedEntry ended);
}
