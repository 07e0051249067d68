using CiBudget.Ledger;
using CiBudget.Text;

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

    /// <summary>What metering inside of test processes did not see, in words.</summary>
    public IReadOnlyList<string> NotSeen { get; init; } = NotSeenBy([]);

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
            NotSeen = NotSeenBy(ledgers),
        };
    }

    /// <summary>Other programs are named where it is known that there were some, and left out where it is known that there were none.</summary>
    private static List<string> NotSeenBy(IReadOnlyList<LedgerState> ledgers)
    {
        var notSeen = new List<string>();
        var starters = ledgers.Where(ledger => ledger.StartedPrograms > 0).ToList();
        if (starters.Count > 0)
        {
            var programs = Amount.Counted(
                starters.Sum(ledger => ledger.StartedPrograms ?? 0),
                "program"
            );
            var names = starters
                .Select(ledger => ledger.Process?.Assembly ?? ledger.Process?.Id ?? "")
                .Distinct(StringComparer.Ordinal)
                .OrderBy(name => name, StringComparer.Ordinal)
                .ToList();
            notSeen.Add($"at least {programs} (started by {Naming.Names(names)})");
        }
        if (ledgers.Count == 0 || ledgers.Any(ledger => ledger.StartedPrograms is null))
            notSeen.Add("other programs that tests start");
        notSeen.Add("calls before the first test");
        return notSeen;
    }

    /// <summary>The gates of whose tests there is a ledger.</summary>
    internal static HashSet<string> Heard(IEnumerable<LedgerState> ledgers) =>
        new(
            ledgers.Select(ledger => ledger.Process?.Gate).OfType<string>(),
            StringComparer.Ordinal
        );
}
