using CiBudget.Ledger;
using CiBudget.Tokens;

namespace CiBudget.Checking;

/// <summary>Batches that were created, and those whose results were fetched: what is left over is spent and measured by nobody.</summary>
internal sealed class BatchOrders
{
    private readonly Dictionary<ulong, Order> _orders = [];
    private readonly HashSet<ulong> _fetched = [];
    private ulong _nameless;

    public void Add(LedgerLine line, ReadOnlySpan<byte> bytes, TestIdentity? test)
    {
        if (line.Kind != LedgerLineKind.Call)
            return;
        if (line.Endpoint == ClaudeEndpoint.BatchCreation && WasOrdered(line))
            _orders[IdOf(line, bytes) ?? ulong.MaxValue - _nameless++] = new(
                line.Time,
                test,
                line.EstimatedUsd
            );
        else if (
            line.Endpoint == ClaudeEndpoint.BatchResults
            && line is { Complete: true, IsFailed: false }
            && IdOf(line, bytes) is { } id
        )
            _fetched.Add(id);
    }

    /// <summary>The orders without results. Lines of several processes come in any order, so it is asked for at the end.</summary>
    public Occurrence Open(out decimal? mostUsd)
    {
        var open = new Occurrence();
        mostUsd = 0m;
        foreach (var order in _orders.Where(order => !_fetched.Contains(order.Key)))
        {
            open.Add(order.Value.Time, order.Value.Test);
            mostUsd += order.Value.MostUsd;
        }
        return open;
    }

    /// <summary>A batch that was sent and not answered may have been taken all the same.</summary>
    private static bool WasOrdered(LedgerLine line) =>
        line.Status is null ? !line.Complete : line.Status is >= 200 and < 300;

    private static ulong? IdOf(LedgerLine line, ReadOnlySpan<byte> bytes) =>
        line.MessageId.IsMissing ? null : ByteTable<object>.Hash(line.MessageId.In(bytes));

    private readonly record struct Order(DateTimeOffset Time, TestIdentity? Test, decimal? MostUsd);
}
