using CiBudget.Tokens;

namespace CiBudget.Capture;

/// <summary>Where a call goes, as its policies decided. A part of its recorder: a call allocates nothing for it.</summary>
internal struct CallRoute()
{
    private CallDecision _decision = CallDecision.Allow;
    private CallDecision _reserved = CallDecision.Allow;

    /// <summary>What the caller gets instead of an answer; null when the call may leave.</summary>
    public readonly Exception? Refusal => _decision.Refusal;

    /// <summary>The code of a refusal.</summary>
    public readonly string? Code => _decision.Code;

    /// <summary>The replay host that answers instead of Claude.</summary>
    public readonly Uri? Target => _decision.Target;

    public readonly string? Scenario => _decision.Scenario;

    /// <summary>The worst case that was reserved, US dollars.</summary>
    public readonly decimal? ReservedUsd => _reserved.ReservedUsd;

    /// <summary>True when what answers costs nothing.</summary>
    public bool IsReplayed { get; set; }

    /// <summary>What answers instead of Claude, when that is not the embedded server.</summary>
    public string? ReplayHost { get; private set; }

    /// <summary>Asks the policies in their order, until one does not simply allow.</summary>
    public void Decide(ClaudeCall call, MeterOptions options)
    {
        // By index: most runs have no policy, and an enumerator would be allocated for each call.
        var policies = options.Policies;
        for (var i = 0; i < policies.Count && Target is null && Refusal is null; i++)
        {
            _decision = Ask(policies[i], call);
            if (ReservedUsd is null)
                _reserved = _decision;
        }
        if (Refusal is not null || call.IsElsewhere)
            return;
        IsReplayed = Target is not null || options.IsReplayHost(call.Url);
        if (IsReplayed)
            ReplayHost = options.ReplayHostName(Target ?? call.Url);
        // No limit concerned the batch, and nobody else will know what it cost.
        if (call.Endpoint == ClaudeEndpoint.BatchCreation && ReservedUsd is null)
            _reserved = CallDecision.Reserved(RequestPlan.MostUsd(call, options.Prices));
    }

    private static CallDecision Ask(ICallPolicy policy, ClaudeCall call)
    {
        try
        {
            return policy.Decide(call);
        }
        catch (Exception exception)
        {
            // A policy that fails keeps the call in: what it guards may be money.
            return CallDecision.Refuse(exception);
        }
    }
}
