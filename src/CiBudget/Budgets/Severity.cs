namespace CiBudget.Budgets;

/// <summary>What a broken rule does to the build.</summary>
public enum Severity
{
    /// <summary>Nothing.</summary>
    Off,

    /// <summary>It is said and the build goes on.</summary>
    Warn,

    /// <summary>The build fails.</summary>
    Error,
}
