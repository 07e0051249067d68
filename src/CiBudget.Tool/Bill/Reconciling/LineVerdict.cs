namespace CiBudget.Tool.Bill.Reconciling;

/// <summary>What came of comparing one line.</summary>
internal enum LineVerdict
{
    /// <summary>The counts are the same, and so is the list price.</summary>
    Equal,

    /// <summary>They differ by no more than was allowed.</summary>
    WithinTolerance,

    /// <summary>They differ by exactly what the ledger says is not charged.</summary>
    Explained,

    /// <summary>Batches, which are charged when they are processed and metered when they are fetched.</summary>
    Open,

    /// <summary>More was billed than metered.</summary>
    MeteredLess,

    /// <summary>More was metered than billed.</summary>
    MeteredMore,

    /// <summary>The counts are the same, the list prices are not.</summary>
    PriceDiffers,

    /// <summary>Charged for, and nothing that a test run's meter counts.</summary>
    NotMetered,
}
