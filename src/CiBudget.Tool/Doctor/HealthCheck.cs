namespace CiBudget.Tool.Doctor;

/// <summary>How well one thing is.</summary>
internal enum Health
{
    Good,
    Warning,
    Bad,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Subject">What it is.</param>
/// <param name="Health">How well it is.</param>
/// <param name="Message">What was seen, and how to mend it.</param>
internal sealed record HealthCheck(string Subject, Health Health, string Message);
