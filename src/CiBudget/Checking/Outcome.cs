namespace CiBudget.Checking;

/// <summary>What the check says of a run. The value is the exit code of <c>cibudget check</c>.</summary>
public enum Outcome
{
    /// <summary>Every limit holds for what was measured, and nothing that had to testify is missing.</summary>
    Within = 0,

    /// <summary>A limit is broken.</summary>
    OverBudget = 1,

    /// <summary>Billing failed on a live call; the run says nothing about the code.</summary>
    Outage = 3,

    /// <summary>Something could not be measured, so the total is not known.</summary>
    Unmeasured = 4,

    /// <summary>The run made no call.</summary>
    NoCalls = 5,
}
