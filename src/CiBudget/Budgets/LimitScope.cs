namespace CiBudget.Budgets;

/// <summary>Over what a limit sums.</summary>
public enum LimitScope
{
    /// <summary>The whole run.</summary>
    Run,

    /// <summary>Each test by itself; the default for tests that no pattern names.</summary>
    EachTest,

    /// <summary>Each test whose name or category matches a pattern, by itself.</summary>
    Tests,

    /// <summary>All calls of models that match a pattern, together.</summary>
    Model,

    /// <summary>All calls that no test could be named for, together.</summary>
    Unattributed,

    /// <summary>All calls of all runs of the last 24 hours that share their limits.</summary>
    Day,

    /// <summary>All calls of all runs of a calendar month (UTC) that share their limits.</summary>
    Month,
}
