namespace CiBudget.Capture;

/// <summary>Says whether a call may leave. Called from many threads at once.</summary>
public interface ICallPolicy
{
    /// <summary>May this call be made? The first policy that does not simply allow decides. One that throws refuses.</summary>
    CallDecision Decide(ClaudeCall call);
}
