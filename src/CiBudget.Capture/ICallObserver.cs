using CiBudget.Ledger;

namespace CiBudget.Capture;

/// <summary>Hears of calls. Called from many threads at once; exceptions are swallowed, so that listening never breaks a call.</summary>
public interface ICallObserver
{
    /// <summary>A call is about to be decided on.</summary>
    void Started(ClaudeCall call) { }

    /// <summary>The call has ended; called once for every call, refused ones included.</summary>
    void Ended(ClaudeCall call, PricedEntry ended);
}
