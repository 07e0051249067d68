namespace CiBudget.Replay;

/// <summary>One HTTP attempt that reached a scenario. It holds no body and no key.</summary>
public sealed record ReplayCall
{
    /// <summary>HTTP method.</summary>
    public string Method { get; init; } = "";

    /// <summary>The path without query and without the host's own prefix.</summary>
    public string Path { get; init; } = "";

    /// <summary>The model that was asked for; null when the request named none.</summary>
    public string? Model { get; init; }

    /// <summary>True when a stream was asked for.</summary>
    public bool Stream { get; init; }

    /// <summary>Which attempt the SDK says this is: 0 for the first, from <c>x-stainless-retry-count</c>; 0 when it says nothing.</summary>
    public int Attempt { get; init; }

    /// <summary>The index of the step that answered; null when none matched.</summary>
    public int? Step { get; init; }

    /// <summary>The status that was answered; null when the connection broke before one.</summary>
    public int? Status { get; init; }

    /// <summary>True when the answer was a failure: an error status, an error inside a stream, or a broken answer.</summary>
    public bool Failed { get; init; }

    /// <summary>When it arrived, UTC.</summary>
    public DateTimeOffset Time { get; init; }
}
