namespace CiBudget.Replay;

/// <summary>One HTTP attempt that reached a scenario. It holds no body and no key.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">The path without query and without the host's own prefix.</param>
/// <param name="Model">The model that was asked for, by its own name where a cloud's path names it; null when the request named none.</param>
/// <param name="Stream">True when a stream was asked for.</param>
/// <param name="Attempt">
/// Which attempt the SDK says this is: 0 for the first, from <c>x-stainless-retry-count</c>; 0 when it says nothing.
/// </param>
/// <param name="Step">The index of the step that answered; null when none matched.</param>
/// <param name="Status">The status that was answered; null when the connection broke before one.</param>
/// <param name="Failed">True when the answer was a failure: an error status, an error inside a stream, or a broken answer.</param>
/// <param name="Time">When it arrived, UTC.</param>
public sealed record ReplayCall(
    string Method,
    string Path,
    string? Model,
    bool Stream,
    int Attempt,
    int? Step,
    int? Status,
    bool Failed,
    DateTimeOffset Time
);
