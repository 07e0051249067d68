namespace CiBudget.Tokens;

/// <summary>The error that an answer carried, without its message text (which can quote a prompt).</summary>
/// <param name="Type"><c>error.type</c>, for example <c>billing_error</c>; null when the body had none (a gateway's HTML).</param>
/// <param name="Code"><c>error.details.error_code</c>; null when there was none.</param>
/// <param name="Kind">What it means for billing, see <see cref="BillingFailures"/>.</param>
public sealed record ClaudeError(string? Type, string? Code, FailureKind Kind);
