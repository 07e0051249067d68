using System.Runtime.CompilerServices;
using CiBudget.Ledger;

namespace CiBudget.Checking;

/// <summary>Counts replayed calls by the host that answered them.</summary>
internal sealed class ReplayHostCalls
{
    private readonly TextTable<StrongBox<long>> _calls = new(_ => new());

    public void Add(LedgerSlice name, ReadOnlySpan<byte> line) => _calls.Get(name, line).Value++;

    public IReadOnlyList<KeyValuePair<string, long>> ByName() =>
        [
            .. _calls
                .ByText.OrderBy(host => host.Key, StringComparer.Ordinal)
                .Select(host => new KeyValuePair<string, long>(host.Key, host.Value.Value)),
        ];
}
