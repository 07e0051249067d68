using CiBudget.Budgets;
using CiBudget.Ledger;
using CiBudget.Pricing;

namespace CiBudget.Checking;

/// <summary>
/// Which limits on models name what was asked for. An answer names the bare model, whatever profile or deployment was asked.
/// </summary>
internal sealed class AskedModels
{
    public static readonly IReadOnlyList<Limit> None = [];

    private readonly TextTable<IReadOnlyList<Limit>>? _known;

    public AskedModels(Budget budget, PriceSheet prices)
    {
        var limits = budget.Limits.Where(limit => limit.Scope == LimitScope.Model).ToList();
        if (limits.Count > 0)
            _known = new(id => Naming(id, prices.Find(id), limits));
    }

    /// <returns>The same object for the same id.</returns>
    public IReadOnlyList<Limit> Get(LedgerLine line, ReadOnlySpan<byte> bytes) =>
        _known is null || line.RequestModel.IsMissing ? None : _known.Get(line.RequestModel, bytes);

    private static IReadOnlyList<Limit> Naming(string id, ModelPrice? row, List<Limit> limits)
    {
        var naming = limits.FindAll(limit => LimitMatch.NamesModel(limit.Pattern ?? "", id, row));
        return naming.Count == 0 ? None : naming;
    }
}
