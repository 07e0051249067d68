using CiBudget.Text;

namespace CiBudget.Capture;

/// <summary>What holds the shared counters cannot be asked, so no live call may leave.</summary>
public sealed class SharedLimitsException : CiBudgetException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="reason">Why it cannot be asked, with its address.</param>
    /// <param name="place">The limit that a call was to be held to, as <c>cibudget.json(1,20)</c>; null when it is not known.</param>
    public SharedLimitsException(string reason, string? place = null)
        : base(
            $"{Codes.Refused}: {(place is null ? "" : place + ": ")}a call was refused before it left: the shared limits cannot be asked: {SafeText.Line(reason)} "
                + "See to that Redis, or write \"shared\": { \"onUnavailable\": \"local\" } to go on with this machine's share."
        ) => Reason = SafeText.Line(reason);

    /// <summary>Why it cannot be asked, with its address.</summary>
    public string Reason { get; }
}
