namespace CiBudget.Budgets;

/// <summary>What a limit does while the run goes on.</summary>
public enum Enforcement
{
    /// <summary>Nothing: it is checked after the run.</summary>
    Off,

    /// <summary>A call is refused once the limit has been passed.</summary>
    Soft,

    /// <summary>A call is refused when its worst case would not fit any more.</summary>
    Stop,
}
