using System.Text;
using CiBudget.Budgets;
using CiBudget.Ledger;
using CiBudget.Pricing;
using CiBudget.Tokens;

namespace CiBudget.Checking;

/// <summary>Adds up lines of ledgers, by test and model, without keeping them.</summary>
internal sealed class RunSums
{
    private readonly Budget _budget;
    private readonly PriceSheet _prices;
    private readonly (string Text, byte[] Utf8)? _organization;
    private readonly (string Text, byte[] Utf8)? _workspace;
    private readonly bool _countsAttempts;

    private readonly TextTable<ModelRow> _models;
    private readonly ModelRow _noModel = new(null, null);
    private readonly ByteTable<TestRow> _testsByBytes = new();
    private readonly Dictionary<(string? Assembly, string Name), TestRow> _tests = [];
    private readonly TestRow _unattributed = new(null);
    private readonly TextTable<object> _words;
    private int _lastWord;
    private readonly Dictionary<(TestRow, ulong), long> _attempts = [];
    private readonly Dictionary<(int Model, int Region), RequestRow> _requests = [];
    private readonly AskedModels _asked;
    private ((int Model, int Region) Key, RequestRow Row) _lastRequest = (default, RequestRow.None);

    public RunSums(Budget budget, PriceSheet prices, bool timeline = false)
    {
        _budget = budget;
        _prices = prices;
        _organization = Expected(budget.Organization);
        _workspace = Expected(budget.Workspace);
        _countsAttempts = budget.Limits.Any(limit => limit.Metric == Metric.AttemptsPerPrompt);
        ModelRules = new(budget);
        _models = new(name => new(name, prices.Find(name)));
        _words = new(_ => (object)++_lastWord);
        Timeline = timeline ? new() : null;
        _asked = new(budget, prices);
    }

    public Occurrences Occurrences { get; } = new();

    public ModelRules ModelRules { get; }

    public ReplayHostCalls ReplayHosts { get; } = new();

    /// <summary>Null when nobody asked for it.</summary>
    public SpendOverTime? Timeline { get; }

    public DateTimeOffset? FirstCall { get; private set; }

    public DateTimeOffset? LastCall { get; private set; }

    /// <summary>Adds the line of a call, or of one message of a batch result.</summary>
    /// <returns>False when the line's test cannot be read; then nothing is added.</returns>
    public bool TryAdd(LedgerLine line, ReadOnlySpan<byte> bytes)
    {
        if (TestOf(line, bytes) is not { } test)
            return false;
        if (line.Kind == LedgerLineKind.Notice)
        {
            Occurrences.Notices.Add(line, bytes, test.Test);
            return true;
        }
        var row = test.GetModel(ModelOf(line, bytes), line.Replayed, _asked.Get(line, bytes));
        row.Totals.Add(CallFacts.From(line));
        if (line.Outcome == CallOutcome.Refused)
        {
            var code = line.Code.Text(bytes) ?? Codes.Refused;
            Occurrences.Get(Occurrences.Refusals, code).Add(line.Time, test.Test);
            return true;
        }
        if (!line.Replayed)
            Occurrences.Batches.Add(line, bytes, test.Test);
        if (line.IsPaidCall)
            AddCall(line, bytes, test, row);
        if (line.IsPaidCall || line.Kind == LedgerLineKind.BatchMessage)
            row.Demand.Add(line);
        AddUsage(line, bytes, test, row);
        if (line.IsUsageMissing && Counts(line))
        {
            if (line.UnreadableCounter.IsMissing)
            {
                Occurrences.MissingUsage.Add(line.Time, test.Test);
                Occurrences.MissingUsd += line.EstimatedUsd;
            }
            else
                Occurrences
                    .Get(Occurrences.UnreadableCounters, line.UnreadableCounter.Text(bytes)!)
                    .Add(line.Time, test.Test);
        }
        // Nothing is no lower bound: what brought no usage is told as such.
        if (line.IsLowerBound && !line.IsUsageMissing && Counts(line))
            Occurrences.LowerBounds.Add(line.Time, test.Test);
        if (!line.Replayed)
            LookAtAnswer(line, bytes, test);
        return true;
    }

    /// <summary>Prices everything and closes the sums. Nothing may be added after it.</summary>
    public ClosedSums Close()
    {
        foreach (var ((test, _), count) in _attempts.Select(pair => (pair.Key, pair.Value)))
            test.AttemptsPerPrompt = Math.Max(test.AttemptsPerPrompt, count);
        var rows = _tests.Values.ToList();
        rows.Add(_unattributed);
        foreach (var row in rows)
            row.Close();
        return new ClosedSums(_budget, rows, [_noModel, .. _models.ByText.Values]);
    }

    private void AddCall(LedgerLine line, ReadOnlySpan<byte> bytes, TestRow test, TestModelRow row)
    {
        if (!line.ReplayHost.IsMissing)
            ReplayHosts.Add(line.ReplayHost, bytes);
        if (FirstCall is null || line.Time < FirstCall)
            FirstCall = line.Time;
        if (LastCall is null || line.Time > LastCall)
            LastCall = line.Time;
        Timeline?.Add(line.Time, CallFacts.From(line));
        if (!Counts(line))
            return;
        row.Model.Calls.Add(line.Time, test.Test);
        if (ModelRules.Any)
            ModelRules.Add(row.Model, AskedOf(line, bytes), line.Time, test.Test);
        if (_countsAttempts && !line.PromptHash.IsMissing)
        {
            var prompt = (test, ByteTable<TestRow>.Hash(line.PromptHash.In(bytes)));
            _attempts[prompt] = _attempts.TryGetValue(prompt, out var count) ? count + 1 : 1;
        }
    }

    private void AddUsage(LedgerLine line, ReadOnlySpan<byte> bytes, TestRow test, TestModelRow row)
    {
        string? unpriced = null;
        var request = RequestOf(line, bytes);
        var assumed = false;
        for (var i = 0; i < line.UsageCount; i++)
        {
            ref readonly var usage = ref line.Usage[i];
            if (!usage.UnknownCounters.IsMissing && Counts(line))
                AddUnknownCounters(usage, line, bytes, test);
            if (usage.Unbilled != UnbilledReason.None)
                continue;
            assumed |= usage.CacheSplitAssumed;
            var own = RowOf(usage, i, row, test, bytes);
            if (
                Counts(line)
                && (!ReferenceEquals(own, row) || line.Kind == LedgerLineKind.BatchMessage)
            )
            {
                own.Model.Calls.Add(line.Time, test.Test);
                ModelRules.Add(own.Model, asked: null, line.Time, test.Test);
            }
            var asked = ReferenceEquals(own, row) ? request : request.ForOtherModel;
            var bucket = BucketOf(own, usage, asked, line.EstimatedUsd is not null, bytes);
            bucket.Add(usage);
            own.Demand.AddPrompt(usage.Tokens.Prompt, bucket.IsFast, bucket.IsRegional);
            unpriced ??= bucket.Unpriced;
            Timeline?.AddCost(line.Time, bucket.CostOf(usage.Tokens), line.Replayed);
        }
        if (assumed && Counts(line))
            Occurrences.AssumedLifetimes.Add(line.Time, test.Test);
        if (unpriced is null)
            return;
        row.Totals.AddUnpriced();
        if (Counts(line))
            Occurrences.Get(Occurrences.Unpriced, unpriced).Add(line.Time, test.Test);
    }

    /// <summary>The row of a part: that of the call, unless another model served it, for which nobody asked.</summary>
    private TestModelRow RowOf(
        in LedgerUsage usage,
        int part,
        TestModelRow row,
        TestRow test,
        ReadOnlySpan<byte> bytes
    ) =>
        part == 0 || usage.Model.IsMissing ? row
        : _models.Get(usage.Model, bytes) is var model && ReferenceEquals(model, row.Model) ? row
        : test.GetModel(model, row.Replayed, AskedModels.None);

    private void AddUnknownCounters(
        in LedgerUsage usage,
        LedgerLine line,
        ReadOnlySpan<byte> bytes,
        TestRow test
    )
    {
        foreach (var name in usage.Counters(bytes)?.Keys ?? [])
            Occurrences.Get(Occurrences.UnknownCounters, name).Add(line.Time, test.Test);
    }

    private void LookAtAnswer(LedgerLine line, ReadOnlySpan<byte> bytes, TestRow test)
    {
        if (line.Failure is { } failure && BillingFailures.IsBilling(failure))
            Occurrences.Get(Occurrences.Outages, failure).Add(line.Time, test.Test);
        if (Other(line.Organization, _organization, bytes) is { } organization)
            Occurrences.Get(Occurrences.Organizations, organization).Add(line.Time, test.Test);
        if (Other(line.Workspace, _workspace, bytes) is { } workspace)
            Occurrences.Get(Occurrences.Workspaces, workspace).Add(line.Time, test.Test);
    }

    private static (string Text, byte[] Utf8)? Expected(string? id) =>
        id is null ? null : (id, Encoding.UTF8.GetBytes(id));

    /// <summary>The id that a line names, if it is another one than the expected; however it is escaped, it is the same.</summary>
    private static string? Other(
        LedgerSlice found,
        (string Text, byte[] Utf8)? expected,
        ReadOnlySpan<byte> bytes
    ) =>
        expected is { } id
        && !found.IsMissing
        && !found.In(bytes).SequenceEqual(id.Utf8)
        && found.Text(bytes) != id.Text
            ? found.Text(bytes)
            : null;

    /// <summary>True when limits count it: a live call, or a replayed one where the budget says so.</summary>
    private bool Counts(LedgerLine line) =>
        !line.Replayed || _budget.Replayed == ReplayedCalls.Counted;

    private UsageBucket BucketOf(
        TestModelRow row,
        in LedgerUsage usage,
        RequestRow request,
        bool reserved,
        ReadOnlySpan<byte> bytes
    )
    {
        var shape = request.ShapeOf(row.Model, _prices);
        var key = new UsageKey(
            Word(usage.ServiceTier, bytes),
            Word(usage.InferenceGeo, bytes),
            Word(usage.Speed, bytes),
            shape.TierOf(usage.Tokens.Prompt),
            request.Number,
            reserved,
            shape.PricedKinds(usage)
        );
        if (row.Find(key) is { } bucket)
            return bucket;
        var sample = usage.ToUsage(bytes) with { Model = row.Model.Name, UnknownCounters = null };
        var requested = request.Requested;
        return row.Add(new(key, sample, requested, _prices));
    }

    private RequestRow RequestOf(LedgerLine line, ReadOnlySpan<byte> bytes)
    {
        var key = (Word(line.RequestModel, bytes), Word(line.Region, bytes));
        if (key == _lastRequest.Key)
            return _lastRequest.Row;
        if (!_requests.TryGetValue(key, out var row))
        {
            var requested = new RequestedModel(
                line.RequestModel.Text(bytes),
                line.Region.Text(bytes)
            );
            _requests[key] = row = RequestRow.Matters(requested, _prices)
                ? RequestRow.Create(_requests.Count + 1, requested)
                : RequestRow.None;
        }
        _lastRequest = (key, row);
        return row;
    }

    private int Word(LedgerSlice slice, ReadOnlySpan<byte> bytes) =>
        slice.IsMissing ? 0 : (int)_words.Get(slice, bytes);

    private ModelRow ModelOf(LedgerLine line, ReadOnlySpan<byte> bytes) =>
        line.UsageCount > 0 && !line.Usage[0].Model.IsMissing
            ? _models.Get(line.Usage[0].Model, bytes)
        : !line.RequestModel.IsMissing ? _models.Get(line.RequestModel, bytes)
        : _noModel;

    private ModelRow? AskedOf(LedgerLine line, ReadOnlySpan<byte> bytes) =>
        line.RequestModel.IsMissing ? null : _models.Get(line.RequestModel, bytes);

    private TestRow? TestOf(LedgerLine line, ReadOnlySpan<byte> bytes)
    {
        if (line.Test.IsMissing)
            return _unattributed;
        var json = line.Test.In(bytes);
        if (_testsByBytes.Find(json) is { } known)
            return known;
        if (!LedgerTest.TryParse(line, bytes, out var test))
            return null;
        if (!_tests.TryGetValue((test!.Assembly, test.Name), out var row))
            _tests[(test.Assembly, test.Name)] = row = new(test with { Repetition = 0 });
        else
            row.Merge(test);
        _testsByBytes.Add(json, row);
        return row;
    }
}
