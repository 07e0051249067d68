using CiBudget.Ledger;

namespace CiBudget.Checking;

/// <summary>Counts replayed calls by the host that answered them.</summary>
internal sealed class ReplayHostCalls
{
    private readonly List<Host> _hosts = [];
    private readonly TextTable<Host> _table;

    public ReplayHostCalls() =>
        _table = new(name =>
        {
            var host = new Host(name);
            _hosts.Add(host);
            return host;
        });

    public void Add(LedgerSlice name, ReadOnlySpan<byte> line) => _table.Get(name, line).Calls++;

    public IReadOnlyList<KeyValuePair<string, long>> ByName() =>
        [
            .. _hosts
                .OrderBy(host => host.Name, StringComparer.Ordinal)
                .Select(host => new KeyValuePair<string, long>(host.Name, host.Calls)),
        ];

    private sealed class Host(string name)
    {
        public string Name { get; } = name;

        public long Calls { get; set; }
    }
}
