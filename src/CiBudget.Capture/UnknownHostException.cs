using CiBudget.Checking;

namespace CiBudget.Capture;

/// <summary>
/// CIB013: a request that looks like a Claude call to a host that nobody declared was refused before it left, because a promise that
/// holds for Claude calls could not be kept for it.
/// </summary>
public sealed class UnknownHostException : CiBudgetException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="call">The call.</param>
    /// <param name="promise">Why it may not leave, to follow "is refused, because".</param>
    public UnknownHostException(ClaudeCall call, string promise)
        : base(Text(call, promise)) { }

    private static string Text(ClaudeCall call, string promise)
    {
        ArgumentNullException.ThrowIfNull(call);
        var host = ClaudeHosts.AuthorityOf(call.Url);
        return $"{Codes.Unmeasured}: a request of {call.Test?.Name ?? "code outside any test"} looks like a Claude call to {host} and is refused, because {promise}: add {HostRemedy.Get(host)}.";
    }
}
