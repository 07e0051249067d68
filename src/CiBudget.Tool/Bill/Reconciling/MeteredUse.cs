using CiBudget.Budgets;
using CiBudget.Checking;
using CiBudget.Ledger;
using CiBudget.Pricing;
using CiBudget.Tokens;

namespace CiBudget.Tool.Bill.Reconciling;

/// <summary>What the ledgers of runs say of the calls that the bill must hold.</summary>
internal sealed class MeteredUse
{
    private readonly PriceSheet _own;

    private readonly HashSet<string> _batchMessages = new(StringComparer.Ordinal);

    private MeteredUse(Budget budget) =>
        // The bill's list price knows no discount of ours; what the sheet does not know, the budget file may.
        _own = PriceSheet.Embedded.With(budget with { Discount = 0m });

    /// <summary>By model, as the price sheet names it, and kind.</summary>
    public Dictionary<(string Model, string Kind), MeteredLine> Lines { get; } = [];

    /// <summary>Calls that were answered, by model: those that the bill counts as requests.</summary>
    public Dictionary<string, long> Requests { get; } = new(StringComparer.Ordinal);

    /// <summary>When calls were made, one period for each run; runs that overlap are one.</summary>
    public List<Period> Periods { get; } = [];

    /// <summary>Calls of clouds, which others charge for, by host.</summary>
    public Dictionary<string, long> CloudCalls { get; } = new(StringComparer.Ordinal);

    /// <summary>Calls that another workspace than the bill's answered, by its id.</summary>
    public Dictionary<string, long> OtherWorkspaces { get; } = new(StringComparer.Ordinal);

    /// <summary>Organizations that answered.</summary>
    public HashSet<string> Organizations { get; } = new(StringComparer.Ordinal);

    public long LiveCalls { get; private set; }

    /// <summary>Answers that were cut, so that their counts are lower bounds.</summary>
    public long CutAnswers { get; private set; }

    /// <summary>Answers that cost money and came without usage.</summary>
    public long WithoutUsage { get; private set; }

    public long UnbilledAnswers { get; private set; }

    public long PriorityAnswers { get; private set; }

    /// <summary>Lines of ledgers that could not be read.</summary>
    public long UnreadLines { get; private set; }

    /// <param name="budget">Names hosts and prices.</param>
    /// <param name="runs">The folders of each run.</param>
    /// <param name="workspaces">The workspaces whose bill it is; empty for all.</param>
    public static MeteredUse From(
        Budget budget,
        IEnumerable<IReadOnlyList<string>> runs,
        IReadOnlyList<string> workspaces
    )
    {
        var use = new MeteredUse(budget);
        foreach (var folders in runs)
            use.AddRun(folders, workspaces);
        return use;
    }

    /// <summary>A model's name as the price sheet has it, so that a dated name and a plain one are one.</summary>
    public static string ModelOf(string? model) =>
        model is null ? "" : PriceSheet.Embedded.Find(model)?.Model ?? model;

    private void AddRun(IReadOnlyList<string> folders, IReadOnlyList<string> workspaces)
    {
        DateTimeOffset? first = null;
        DateTimeOffset? last = null;
        // A ledger that was copied counts once.
        foreach (var path in LedgerReader.FindOnce(folders))
        {
            foreach (var entry in LedgerReader.Read(path, _ => UnreadLines++))
            {
                if (entry.Replayed || entry.Outcome == CallOutcome.Refused)
                    continue;
                if (!IsOfThisBill(entry, workspaces))
                    continue;
                var end = entry.Time.AddMilliseconds(entry.DurationMs);
                first = first is null || entry.Time < first ? entry.Time : first;
                last = last is null || end > last ? end : last;
                Add(entry);
            }
        }
        if (first is { } from && last is { } to)
            AddPeriod(new(Minute(from).AddMinutes(-1), Minute(to).AddMinutes(2)));
    }

    private bool IsOfThisBill(LedgerEntry entry, IReadOnlyList<string> workspaces)
    {
        var isOfCloud =
            KnownHosts.SiteOf(entry.Host) is ClaudeSite.ManyVendors or ClaudeSite.BelowAnthropic
            || (
                KnownHosts.SiteOf(entry.Host) == ClaudeSite.Claude
                && !string.Equals(entry.Host, AdminAddress.Host, StringComparison.OrdinalIgnoreCase)
            );
        var isOther =
            workspaces.Count > 0
            && entry.Workspace is { } answered
            && !workspaces.Contains(answered);
        if (isOfCloud)
            Count(CloudCalls, entry.Host, entry);
        else if (isOther)
            Count(OtherWorkspaces, entry.Workspace!, entry);
        return !isOfCloud && !isOther;

        static void Count(Dictionary<string, long> calls, string name, LedgerEntry entry)
        {
            if (entry.IsCall)
                calls[name] = calls.GetValueOrDefault(name) + 1;
        }
    }

    private void Add(LedgerEntry entry)
    {
        // A batch's results may be fetched several times; they are charged once.
        if (!entry.IsCall && entry.MessageId is { } id && !_batchMessages.Add(id))
            return;
        if (entry.IsCall)
            LiveCalls++;
        if (entry.Organization is { } organization)
            Organizations.Add(organization);
        if (entry.UsageMissing)
            WithoutUsage++;
        if (CallRules.IsLowerBound(entry.Endpoint, entry.Complete))
            CutAnswers++;
        // An estimate is no use of the model, and in no report.
        if (entry.Usage.All(usage => usage.Unbilled == UnbilledReason.CountTokens))
            return;
        var request = ModelOf(entry.Usage[0].Model ?? entry.RequestModel);
        Requests[request] = Requests.GetValueOrDefault(request) + 1;
        UnbilledAnswers += entry.Usage.Any(usage => usage.Unbilled != UnbilledReason.None) ? 1 : 0;
        PriorityAnswers += entry.Usage.Any(usage => usage.ServiceTier == "priority") ? 1 : 0;
        foreach (var usage in entry.Usage)
            Add(usage with { Model = usage.Model ?? entry.RequestModel });
    }

    private void Add(Usage usage)
    {
        var model = ModelOf(usage.Model);
        foreach (var (kind, count, only) in BillKinds.Counts(usage.Tokens))
        {
            var line = Lines.GetValueOrDefault((model, kind)) ?? new MeteredLine();
            Lines[(model, kind)] =
                usage.Unbilled != UnbilledReason.None
                    ? line with
                    {
                        UnbilledCount = line.UnbilledCount + count,
                    }
                    : line with
                    {
                        Count = line.Count + count,
                        BatchCount = line.BatchCount + (IsBatch(usage) ? count : 0),
                        ListUsd = line.ListUsd + ListPrice(usage, only),
                    };
        }
    }

    private decimal? ListPrice(Usage usage, TokenCounts only)
    {
        var sheet =
            usage.Model is { } model && PriceSheet.Embedded.Find(model) is not null
                ? PriceSheet.Embedded
                : _own;
        return sheet.CostOf(usage with { Tokens = only }, usage.PromptTokens).Usd;
    }

    private static bool IsBatch(Usage usage) => usage.Batch || usage.ServiceTier == "batch";

    private void AddPeriod(Period added)
    {
        var touching = Periods.FindAll(period =>
            period.From <= added.To && added.From <= period.To
        );
        Periods.RemoveAll(touching.Contains);
        Periods.Add(
            new(
                touching.Select(period => period.From).Append(added.From).Min(),
                touching.Select(period => period.To).Append(added.To).Max()
            )
        );
        Periods.Sort((one, other) => one.From.CompareTo(other.From));
    }

    private static DateTimeOffset Minute(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
}
