using CiBudget.Budgets;
using CiBudget.Hosting;
using CiBudget.Ledger;
using CiBudget.Pricing;
using CiBudget.Text;

namespace CiBudget.Checking;

internal sealed partial class Diagnostics
{
    /// <summary>What is wrong with ledger files.</summary>
    public void AddLedgers(
        IReadOnlyList<LedgerState> ledgers,
        IReadOnlyList<(string Process, string Read, string Other)> conflicts
    )
    {
        foreach (var ledger in ledgers)
            AddLedger(ledger);
        foreach (var (process, read, other) in conflicts)
            AddErrorOf(
                other,
                Codes.DuplicateShard,
                OfShard(ledgers.FirstOrDefault(ledger => ledger.Path == read))
                    + $"the ledger of process '{SafeText.Name(process)}' is there twice with different content; the other is {SafeText.Name(read)}, which was counted. Keep one of them."
            );
    }

    /// <summary>A directory that cannot be searched may hold ledgers.</summary>
    public void AddUnreadableDirectory(string directory) =>
        AddErrorOf(
            directory,
            Codes.LedgerUnreadable,
            "this directory cannot be searched for ledgers: see to its access rights."
        );

    private void AddLedger(LedgerState ledger)
    {
        if (ledger.OfOtherVersion is { } other)
            Add(
                ledger,
                Codes.NewerLedger,
                other.Line,
                $"another version of CiBudget wrote this line: {other.Message}. Check it with that version."
            );
        if (ledger.Unreadable is { } bad)
            Add(ledger, Codes.LedgerUnreadable, bad.Line, Unreadable(ledger, bad));
        else if (
            ledger.OfOtherVersion is null
            && !IsRunning(ledger)
            && Unclosed(ledger) is { } unclosed
        )
            Add(
                ledger,
                Codes.UnclosedLedger,
                ledger.LastLine,
                unclosed,
                budget.SeverityOf(Rule.UnclosedLedger)
            );
        if (ledger.Process?.Blind is { } blind)
            Add(
                ledger,
                Codes.Unmeasured,
                1,
                $"the calls of this process could not be seen: {SafeText.Name(blind.TrimEnd('.'))}."
            );
        if (ledger.Unmetered > 0)
            Add(
                ledger,
                Codes.Unmeasured,
                ledger.LastLine,
                $"{Count(ledger.Unmetered, "call")} left this process for a Claude host without being metered."
            );
        if (ledger.Lost > 0)
            Add(
                ledger,
                Codes.LedgerNotWritten,
                ledger.LastLine,
                $"{Count(ledger.Lost, "call")} of this process could not be written here: make room on the disk and see to its access rights."
            );
    }

    // People know a shard by its number; the file's name says nothing to them.
    private void Add(
        LedgerState ledger,
        string code,
        int line,
        string message,
        Severity severity = Severity.Error
    ) => Add(code, severity, ledger.Path, At(line), OfShard(ledger) + message);

    private static string OfShard(LedgerState? ledger) =>
        ledger?.Process?.Shard is { } shard ? $"shard {Amount.Plain(shard)}: " : "";

    private bool IsRunning(LedgerState ledger) =>
        ledger.Process is { } process && options.IsRunning?.Invoke(process) == true;

    private static string Unreadable(LedgerState ledger, LedgerProblem bad)
    {
        var more =
            ledger.UnreadableLines > 1
                ? $" (and {Count(ledger.UnreadableLines - 1, "more line")} like it)"
                : "";
        return $"this line of the ledger cannot be used: {bad.Message}{more}. What it stood for is not counted.";
    }

    private static string? Unclosed(LedgerState ledger) =>
        ledger is { Closed: false, LastLine: 0 }
            ? "this ledger is empty, or no regular file: what its process spent is not known."
        : !ledger.Closed
            ? "this process ended without closing its ledger: calls that were in flight are not counted."
        : ledger.InFlight > 0
            ? $"{Count(ledger.InFlight, "call")} of this process had not ended when its ledger was closed, and {(ledger.InFlight == 1 ? "is" : "are")} not counted."
        : null;

    /// <summary>What is wrong with the run as a whole: no calls, no ledger, shards that are missing, old prices.</summary>
    public void AddRun(
        IReadOnlyList<LedgerState> ledgers,
        ClosedSums sums,
        IReadOnlyList<string> directories,
        IReadOnlyList<EvidenceFolder> folders,
        PriceSheet prices
    )
    {
        if (options.RunEnded && budget.Path is not null)
            AddNoCalls(ledgers, sums, directories, folders);
        AddShards(ledgers);
        if (prices.IsOlderThan(PriceSheet.FreshFor, _now))
            Add(
                Codes.OldPrices,
                Rule.OldPrices,
                $"the price sheet is of {Amount.Day(prices.AsOf)}, {Count(Math.Floor((decimal)(_now.UtcDateTime - prices.AsOf).TotalDays), "day")} ago. Update CiBudget, or give current prices under \"prices\" in the budget file."
            );
    }

    private void AddNoCalls(
        IReadOnlyList<LedgerState> ledgers,
        ClosedSums sums,
        IReadOnlyList<string> directories,
        IReadOnlyList<EvidenceFolder> folders
    )
    {
        // A gate that was not metered has been told; whether it called is not known.
        if (_all.Exists(item => item.Told.Code == Codes.NoLedger))
            return;
        if (ledgers.Count == 0 && !folders.Any(folder => folder.Gates.Count > 0))
            // That nothing was measured is no run without calls, whatever the rule says.
            Add(
                Codes.NoLedger,
                Rule.NoCalls,
                $"no test process was metered: there is no ledger in {SafeText.Name(string.Join(", ", directories))}. Run the tests first, or name the folder that their run is in; a test project needs CiBudget.NUnit.",
                Severity.Error
            );
        else if (ledgers.Count == 0)
            AddNoCalls(WhyNoTest(folders) + " There was no Claude call");
        // An order is a call, though what it cost comes later.
        else if (sums.IsEmpty && !_all.Exists(item => item.Told.Code == Codes.OpenBatch))
            AddNoCalls("the run made no Claude call");
    }

    private void AddNoCalls(string what) =>
        Add(
            Codes.NoCalls,
            Rule.NoCalls,
            $"{what}, so this budget guards nothing. Set the rule \"noCalls\" to \"off\" if that is right.",
            options.NoCalls
        );

    private void AddShards(IReadOnlyList<LedgerState> ledgers)
    {
        AddDoubledShards(ledgers);
        var said = ledgers.Max(ledger => ledger.Process?.Shards);
        if ((options.Shards ?? budget.Shards ?? said) is not { } expected)
            return;
        if (expected > HostSettings.MaxShards)
        {
            AddError(
                Codes.MissingShard,
                $"the run is said to have {Amount.Plain(expected)} shards; {Amount.Plain(HostSettings.MaxShards)} are the most."
            );
            return;
        }
        var there = new HashSet<int>(ledgers.Select(ledger => ledger.Process?.Shard ?? 0));
        var missing = Enumerable.Range(1, expected).Where(shard => !there.Contains(shard)).ToList();
        if (missing.Count == 0)
            return;
        var named = string.Join(", ", missing.Take(10).Select(shard => Amount.Plain(shard)));
        var rest = missing.Count > 10 ? $" and {missing.Count - 10} more" : "";
        AddError(
            Codes.MissingShard,
            $"{(missing.Count == 1 ? "shard" : "shards")} {named}{rest} of {expected} {(missing.Count == 1 ? "has" : "have")} no ledger here: what {(missing.Count == 1 ? "it" : "they")} spent is not known."
        );
    }

    /// <summary>A shard whose job ran twice is there with two runs; what it spent would count twice.</summary>
    private void AddDoubledShards(IReadOnlyList<LedgerState> ledgers)
    {
        var shards = ledgers
            .Where(ledger => ledger.Process is { Shard: not null, Run.Length: > 0 })
            .GroupBy(ledger => ledger.Process!.Shard!.Value);
        foreach (var shard in shards)
        {
            var runs = shard
                .GroupBy(ledger => ledger.Process!.Run, StringComparer.Ordinal)
                .OrderBy(run => run.Key, StringComparer.Ordinal)
                .ToList();
            if (runs.Count > 1)
                AddErrorOf(
                    runs[runs.Count - 1].First().Path,
                    Codes.DuplicateShard,
                    $"shard {Amount.Plain(shard.Key)} is there with the ledgers of {runs.Count} runs: {string.Join(", ", runs.Take(MostNames).Select(run => $"'{SafeText.Name(run.Key)}'"))}{(runs.Count > MostNames ? " …" : "")}. Keep one, or give them one CIBUDGET_RUN if each did a part of the tests."
                );
        }
    }

    private static Position At(int line) => line > 0 ? new(line, 1) : default;
}
