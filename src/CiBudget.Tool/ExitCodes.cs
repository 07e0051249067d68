using CiBudget.Checking;
using CiBudget.Tokens;

namespace CiBudget.Tool;

/// <summary>What the process ends with. Verdicts end with the value of their <see cref="Outcome"/>.</summary>
internal static class ExitCodes
{
    public const int Good = 0;

    /// <summary>Of <c>baseline diff</c>: something rose beyond tolerance and noise.</summary>
    public const int Rose = (int)Outcome.OverBudget;

    /// <summary>Of <c>plan</c>: the worst case of a run is over a limit.</summary>
    public const int Over = (int)Outcome.OverBudget;

    /// <summary>Of <c>replay expect</c>: the program failed, or called more or less often than expected.</summary>
    public const int NotAsExpected = (int)Outcome.OverBudget;

    /// <summary>Arguments, files or the budget file are at fault.</summary>
    public const int Usage = 2;

    /// <summary>Something has no price or could not be measured.</summary>
    public const int Unmeasured = (int)Outcome.Unmeasured;

    /// <summary>Of <c>bill reconcile</c>: what was metered is not what was billed.</summary>
    public const int Differs = 6;

    /// <summary>Of <c>history add</c>: the run took the month to 50, 80 or 100 % of its limit.</summary>
    public const int Noted = 7;

    /// <summary>A fault of cibudget itself; the number that sysexits.h gives to that.</summary>
    public const int Fault = 70;

    /// <summary>Ctrl-C, as shells number it.</summary>
    public const int Interrupted = 130;

    public const string Help = """
        Exit codes:
          0    within budget, or done
          1    over budget (baseline diff: a cost rose; plan: the worst case is over;
               history add: the month is over its limit; replay expect: not as expected)
          2    usage error: arguments, a file that is missing, a budget file that is not valid
          3    billing outage: billing failed on a live call, so the run says nothing about the code
          4    unmeasured: something has no price, a ledger is torn, a shard is missing; doctor found something bad;
               the bill cannot be had, or is not complete yet
          5    no calls: the run made no Claude call
          6    bill reconcile: what was metered is not what was billed
          7    history add: the month has come to 50, 80 or 100 % of its limit
          70   a fault in cibudget itself
          130  interrupted
        """;
}
