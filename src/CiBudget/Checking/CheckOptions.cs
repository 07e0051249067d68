using CiBudget.Budgets;
using CiBudget.Ledger;

namespace CiBudget.Checking;

/// <summary>What a check needs beside budget, prices and ledgers.</summary>
public sealed record CheckOptions
{
    /// <summary>The clock, for the ages of the run and of the price sheet.</summary>
#if NETSTANDARD2_0
    // The clock there is this assembly's own, and not the type that a program on a newer runtime knows.
    internal TimeProvider Time { get; init; } = TimeProvider.System;
#else
    public TimeProvider Time { get; init; } = TimeProvider.System;
#endif

    /// <summary>
    /// How many shards there must be; 0 looks for none. Null takes the budget file's word, else what the ledgers say of themselves.
    /// </summary>
    public int? Shards { get; init; }

    /// <summary>
    /// False while other projects of the run are still to come: a run without calls is then not judged yet.
    /// </summary>
    public bool RunEnded { get; init; } = true;

    /// <summary>Overrides the severity of <see cref="Rule.NoCalls"/>; null takes the budget file's.</summary>
    public Severity? NoCalls { get; init; }

    /// <summary>
    /// True for a process that still runs: its ledger may be open, and a later check of the same run will judge it. Null when
    /// every process has ended.
    /// </summary>
    public Func<LedgerProcess, bool>? IsRunning { get; init; }

    /// <summary>How old the run may be; null for any age.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>The pipeline run that the run must be of; null for any. Runs that were made outside of a pipeline pass.</summary>
    public string? PipelineRun { get; init; }

    /// <summary>True when <see cref="Verdict.Timeline"/> is wanted; it prices every call by itself.</summary>
    public bool Timeline { get; init; }

    /// <summary>
    /// What the tests used to cost, for a budget that limits growth or lets old overruns pass; null when there is none. See
    /// <see cref="BaselineFile.LoadFor"/>.
    /// </summary>
    public Baseline? Baseline { get; init; }
}
