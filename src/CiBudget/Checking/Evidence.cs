using CiBudget.Ledger;

namespace CiBudget.Checking;

/// <summary>What a verdict rests on: who was measured, since when, and what nobody can see.</summary>
public sealed record Evidence
{
    /// <summary>Calls that were measured, replayed ones among them.</summary>
    public long Calls { get; init; }

    /// <summary>Processes that left a ledger.</summary>
    public int Processes { get; init; }

    /// <summary>Test projects of the run, each target framework for itself; 0 when nobody announced any.</summary>
    public int Gates { get; init; }

    /// <summary>Those of which no test ran, by name.</summary>
    public IReadOnlyList<string> GatesWithoutTests { get; init; } = [];

    /// <summary>How many <c>dotnet test</c> the run holds; 0 when none left word.</summary>
    public int Invocations { get; init; }

    /// <summary>When the first process began; null when none left a ledger.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>What cannot be seen by metering inside of test processes, whatever happens.</summary>
    public static IReadOnlyList<string> NotSeen { get; } =
    ["other programs that tests start", "calls before the first test"];

    internal static Evidence From(
        IReadOnlyList<EvidenceFolder> folders,
        IReadOnlyList<LedgerState> ledgers,
        Totals totals
    )
    {
        var gates = folders.SelectMany(folder => folder.Gates).ToList();
        var named = gates.ToLookup(gate => gate.Expectation.Gate, StringComparer.Ordinal);
        var heard = Heard(ledgers);
        return new()
        {
            Calls = totals.Calls,
            Processes = ledgers.Count,
            Gates = named.Count,
            GatesWithoutTests =
            [
                .. named
                    .Where(gate =>
                        !heard.Contains(gate.Key)
                        && gate.Any(time => time.Outcome is { BuildFailed: false })
                    )
                    .Select(gate => gate.First().Expectation.Title)
                    .OrderBy(title => title, StringComparer.Ordinal),
            ],
            Invocations = folders.Sum(folder => folder.Invocations),
            Since = ledgers
                .Select(ledger => ledger.Process?.Started)
                .Where(started => started > default(DateTimeOffset))
                .Min(),
        };
    }

    /// <summary>The gates of whose tests there is a ledger.</summary>
    internal static HashSet<string> Heard(IEnumerable<LedgerState> ledgers) =>
        new(
            ledgers.Select(ledger => ledger.Process?.Gate).OfType<string>(),
            StringComparer.Ordinal
        );
}
