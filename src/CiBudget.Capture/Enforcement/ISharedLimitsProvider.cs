namespace CiBudget.Capture;

/// <summary>Opens counters that the machines of a pipeline run share (<c>"shared"</c> in the budget file). Package CiBudget.Redis has one.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ISharedLimitsProvider
{
    /// <summary>Opens the counters of a run. What they are in is first asked when a call is about to leave.</summary>
    /// <exception cref="FormatException">The address is none.</exception>
    ISpendStore Open(SharedLimitsRun run);
}
