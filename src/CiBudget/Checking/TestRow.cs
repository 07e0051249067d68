using CiBudget.Budgets;
using CiBudget.Ledger;

namespace CiBudget.Checking;

/// <summary>What one test used of one model, live or replayed.</summary>
internal sealed class TestModelRow(
    ModelRow model,
    bool replayed,
    IReadOnlyList<Limit> asked,
    TestModelRow? next
)
{
    private UsageBucket? _buckets;

    public ModelRow Model { get; } = model;

    public bool Replayed { get; } = replayed;

    /// <summary>Limits on models that name what its calls asked for.</summary>
    public IReadOnlyList<Limit> Asked { get; } = asked;

    public TestModelRow? Next { get; } = next;

    public Totals Totals { get; } = new();

    /// <summary>What its calls asked for of the model.</summary>
    public DemandSums Demand { get; } = new();

    public UsageBucket? Find(UsageKey key)
    {
        var bucket = _buckets;
        while (bucket is not null && bucket.Key != key)
            bucket = bucket.Next;
        return bucket;
    }

    public UsageBucket Add(UsageBucket bucket)
    {
        bucket.Next = _buckets;
        return _buckets = bucket;
    }

    public void Price()
    {
        for (var bucket = _buckets; bucket is not null; bucket = bucket.Next)
            bucket.AddTo(Totals, Replayed);
    }
}

/// <summary>What one test used, repetitions together; or what calls used that no test could be named for.</summary>
internal sealed class TestRow(TestIdentity? test)
{
    private TestModelRow? _models;

    public TestIdentity? Test { get; private set; } = test;

    public LiveAndReplayed Sum { get; } = new();

    /// <summary>The most attempts that one of its prompts took; only counted when a limit asks for it.</summary>
    public long AttemptsPerPrompt { get; set; }

    /// <param name="model">The model that answered.</param>
    /// <param name="replayed">True when a replay host did.</param>
    /// <param name="asked">Limits on models that name what was asked for; one object for each set of them.</param>
    public TestModelRow GetModel(ModelRow model, bool replayed, IReadOnlyList<Limit> asked)
    {
        for (var row = _models; row is not null; row = row.Next)
        {
            if (
                ReferenceEquals(row.Model, model)
                && row.Replayed == replayed
                && ReferenceEquals(row.Asked, asked)
            )
                return row;
        }
        return _models = new(model, replayed, asked, _models);
    }

    /// <summary>Prices what was used and adds it up, here and in the models.</summary>
    public void Close()
    {
        for (var row = _models; row is not null; row = row.Next)
        {
            row.Price();
            Sum.Get(row.Replayed).Add(row.Totals);
            row.Model.Sum.Get(row.Replayed).Add(row.Totals);
            row.Model.DemandOf(row.Replayed).Add(row.Demand);
        }
    }

    /// <summary>What counts for a limit on models: what was asked for under its pattern, and what answered under it.</summary>
    public LiveAndReplayed SumOf(Limit limit)
    {
        var sum = new LiveAndReplayed();
        for (var row = _models; row is not null; row = row.Next)
        {
            if (row.Model.IsMatch(limit.Pattern ?? "") || row.Asked.Contains(limit))
                sum.Get(row.Replayed).Add(row.Totals);
        }
        return sum;
    }

    /// <summary>
    /// Takes in what another line says of the same test. Frameworks may differ in categories; the outcome does not depend on which
    /// line was read first.
    /// </summary>
    public void Merge(TestIdentity other)
    {
        var own = Test!;
        Test = own with
        {
            Repetition = 0,
            Fixture =
                string.CompareOrdinal(own.Fixture ?? other.Fixture, other.Fixture ?? own.Fixture)
                <= 0
                    ? own.Fixture ?? other.Fixture
                    : other.Fixture,
            Categories = own.Categories.SequenceEqual(other.Categories, StringComparer.Ordinal)
                ? own.Categories
                :
                [
                    .. own
                        .Categories.Union(other.Categories, StringComparer.Ordinal)
                        .OrderBy(name => name, StringComparer.Ordinal),
                ],
        };
    }
}
