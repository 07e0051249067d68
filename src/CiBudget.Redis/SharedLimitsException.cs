namespace CiBudget.Redis;

/// <summary>The Redis that holds a run's limits cannot be asked, so no live call may leave.</summary>
public sealed class SharedLimitsException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="reason">Why it cannot be asked, with its address.</param>
    public SharedLimitsException(string reason)
        : base(
            $"{Codes.Refused}: a call was refused before it left: the shared limits cannot be asked: {reason} "
                + "See to that Redis, or write \"shared\": { \"onUnavailable\": \"local\" } to go on with this machine's share."
        ) { }
}
