namespace CiBudget.Replay;

/// <summary>What a step may want to know of a request. Nothing else of the body is kept.</summary>
/// <param name="Model"><c>model</c>; null when the body has none.</param>
/// <param name="Stream"><c>stream</c>.</param>
internal readonly record struct RequestFacts(string? Model, bool Stream);
