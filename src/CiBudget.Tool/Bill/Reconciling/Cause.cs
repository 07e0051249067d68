namespace CiBudget.Tool.Bill.Reconciling;

/// <summary>What can stand between the meter and the bill.</summary>
internal enum Cause
{
    /// <summary>The data of the bill end before the run does.</summary>
    NotComplete,

    /// <summary>Requests were billed that no meter saw.</summary>
    EscapedCalls,

    /// <summary>Others used the workspace meanwhile.</summary>
    OtherUsers,

    /// <summary>Answers that were cut: their metered counts are lower bounds.</summary>
    CutAnswers,

    /// <summary>Refusals and declined attempts, which are in the usage and not in the cost.</summary>
    Unbilled,

    /// <summary>Batches, charged when processed, metered when fetched.</summary>
    BatchLag,

    /// <summary>The account pays less than list price.</summary>
    Discount,

    /// <summary>Priority Tier is charged by contract.</summary>
    PriorityTier,

    /// <summary>Answers of clouds and of other workspaces are on other bills.</summary>
    OtherBills,

    /// <summary>The list prices of bill and price sheet differ.</summary>
    Prices,

    /// <summary>What no meter of a test run counts.</summary>
    NotMetered,

    /// <summary>More was metered than billed, and nothing explains it.</summary>
    MeteredMore,

    /// <summary>The ledger is not whole.</summary>
    Ledger,

    /// <summary>What the older reports cannot say.</summary>
    OlderReports,
}
