namespace CiBudget.Capture;

/// <summary>What happens to a call that is about to leave.</summary>
public sealed record CallDecision
{
    private CallDecision() { }

    /// <summary>It goes where the caller sent it.</summary>
    public static CallDecision Allow { get; } = new();

    /// <summary>The worst case that was reserved for it, US dollars; null when nothing was reserved.</summary>
    public decimal? ReservedUsd { get; private init; }

    /// <summary>The host that answers instead: scheme and authority replace those of the request; a path is put before the request's.</summary>
    public Uri? Target { get; private init; }

    /// <summary>The scenario that the target plays; null when it is not known.</summary>
    public string? Scenario { get; private init; }

    /// <summary>What the caller gets instead of an answer; null when the call may leave.</summary>
    public Exception? Refusal { get; private init; }

    /// <summary>The code under which the check tells of a refusal; null when the call may leave.</summary>
    public string? Code { get; private init; }

    /// <summary>It goes where the caller sent it, and its worst case was reserved.</summary>
    /// <param name="usd">The worst case in US dollars; null when it is not known.</param>
    public static CallDecision Reserved(decimal? usd) =>
        usd is null ? Allow : new() { ReservedUsd = usd };

    /// <summary>A replay host answers.</summary>
    public static CallDecision Replay(Uri target, string? scenario) =>
        new() { Target = target, Scenario = scenario };

    /// <summary>
    /// The call does not leave. The exception should be neither an <see cref="HttpRequestException"/> nor an
    /// <see cref="OperationCanceledException"/>: the official SDK wraps or retries those.
    /// </summary>
    /// <param name="refusal">The exception.</param>
    /// <param name="code">The code under which the check tells of it: one of <see cref="Codes"/>.</param>
    public static CallDecision Refuse(Exception refusal, string code = Codes.Refused) =>
        new() { Refusal = refusal, Code = code };
}
