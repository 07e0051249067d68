namespace CiBudget.Tool.Advice;

/// <summary>Something that could be cheaper or better guarded.</summary>
/// <param name="Kind">What sort of thing, one word for programs.</param>
/// <param name="Message">What was seen and what to do, one line.</param>
/// <param name="SavesUsd">What it would save in a run like this, US dollars; null where that cannot be said.</param>
internal sealed record Suggestion(string Kind, string Message, decimal? SavesUsd = null);
