namespace CiBudget.Budgets;

/// <summary>Something other than a number that can be wrong with a run. Names in the budget file's <c>rules</c> are camel-case.</summary>
public enum Rule
{
    /// <summary>CIB005: the run made no call.</summary>
    NoCalls,

    /// <summary>CIB006: a model or a kind of token has no price.</summary>
    Unpriced,

    /// <summary>CIB007: a call that may have been billed brought no usage.</summary>
    MissingUsage,

    /// <summary>CIB008: an answer counted something that this version does not know.</summary>
    UnknownUsage,

    /// <summary>CIB011: a stream was cut, so its cost is a lower bound.</summary>
    LowerBound,

    /// <summary>CIB047: cache writes came without their lifetime, so their price is assumed.</summary>
    AssumedLifetime,

    /// <summary>CIB012: a process ended without closing its ledger.</summary>
    UnclosedLedger,

    /// <summary>CIB015: the price sheet is old.</summary>
    OldPrices,

    /// <summary>CIB046: a model that was called, or its fast mode, is retired or soon will be.</summary>
    RetiredModel,

    /// <summary>CIB020: billing failed on a live call.</summary>
    Outage,

    /// <summary>CIB013: a request that looks like a Claude call went to a host that the budget file does not name.</summary>
    UnknownHosts,

    /// <summary>CIB023: a live call was refused because the run is offline.</summary>
    OfflineCalls,

    /// <summary>CIB024: a call was refused before it left.</summary>
    RefusedCalls,

    /// <summary>CIB041: a batch was created and its results were not fetched.</summary>
    OpenBatches,

    /// <summary>CIB042: a scenario got no call.</summary>
    UnusedReplay,
}
