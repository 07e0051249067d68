namespace CiBudget.Tool.Doctor;

/// <summary>What one real call met.</summary>
/// <param name="Check">How it went.</param>
/// <param name="Organization">The answer's <c>anthropic-organization-id</c>; null when it names none.</param>
/// <param name="Workspace">The answer's <c>anthropic-workspace-id</c>; null when it names none.</param>
internal sealed record LiveAnswer(
    HealthCheck Check,
    string? Organization = null,
    string? Workspace = null
);
