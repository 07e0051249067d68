using System.Text.Json;
using CiBudget.Checking;
using CiBudget.Text;

namespace CiBudget.Tool.History;

/// <summary>What one run was, in one line of a history file.</summary>
internal sealed record HistoryEntry
{
    /// <summary>The version of the line; a reader refuses newer ones instead of guessing.</summary>
    public const int Version = 1;

    public required string Run { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Time { get; init; }

    public string? Commit { get; init; }

    public string? Branch { get; init; }

    public required Outcome Outcome { get; init; }

    /// <summary>Incurred by live calls, US dollars; null when calls were made and none has a price.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>What limits count, US dollars: the same, or with replayed calls where the budget file says so.</summary>
    public decimal? CountedUsd { get; init; }

    /// <summary>True when the run cost this much or more.</summary>
    public bool LowerBound { get; init; }

    public long Calls { get; init; }

    public IReadOnlyList<HistoryModel> Models { get; init; } = [];

    public static HistoryEntry Create(
        string run,
        Verdict verdict,
        Revision revision,
        DateTimeOffset now
    ) =>
        new()
        {
            Run = run,
            Time = verdict.FirstCall ?? now,
            Commit = revision.Commit,
            Branch = revision.Branch,
            Outcome = verdict.Outcome,
            CostUsd = Spend.Known(verdict.Totals.CostUsd, verdict.Totals),
            CountedUsd = Spend.Known(Spend.Get(verdict), verdict.Totals),
            LowerBound = verdict.Totals.LowerBound || verdict.Totals.UnpricedCalls > 0,
            Calls = verdict.Totals.Calls,
            Models = [.. verdict.Models.Select(HistoryModel.From)],
        };

    /// <summary>For charts and tables of reports.</summary>
    public RunPoint ToPoint() =>
        new(Run, Time, CountedUsd, Outcome) { Calls = Calls, LowerBound = LowerBound };

    public object ToJson() =>
        new
        {
            v = Version,
            run = Run,
            time = Amount.Time(Time),
            commit = Commit,
            branch = Branch,
            outcome = Naming.Camel(Outcome),
            exitCode = (int)Outcome,
            costUsd = CostUsd,
            countedUsd = CountedUsd,
            lowerBound = LowerBound,
            calls = Calls,
            models = Models.Select(model => model.ToJson()),
        };

    /// <exception cref="JsonException">The line is no JSON, or none of a history.</exception>
    public static HistoryEntry Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var entry = document.RootElement;
            var version = entry.GetProperty("v").GetInt32();
            if (version != Version)
                throw new JsonException($"version {version} is not known to this CiBudget");
            return new()
            {
                Run = entry.GetProperty("run").GetString() ?? "",
                Time = entry.GetProperty("time").GetDateTimeOffset(),
                Commit = entry.GetProperty("commit").GetString(),
                Branch = entry.GetProperty("branch").GetString(),
                Outcome = Enum.Parse<Outcome>(
                    entry.GetProperty("outcome").GetString()!,
                    ignoreCase: true
                ),
                CostUsd = Usd(entry, "costUsd"),
                CountedUsd = Usd(entry, "countedUsd"),
                LowerBound = entry.GetProperty("lowerBound").GetBoolean(),
                Calls = entry.GetProperty("calls").GetInt64(),
                Models =
                [
                    .. entry.GetProperty("models").EnumerateArray().Select(HistoryModel.Parse),
                ],
            };
        }
        catch (Exception fault)
            when (fault
                    is KeyNotFoundException
                        or InvalidOperationException
                        or FormatException
                        or ArgumentException
            )
        {
            throw new JsonException("a member is missing or of another type", fault);
        }
    }

    internal static decimal? Usd(JsonElement entry, string name) =>
        entry.GetProperty(name) is { ValueKind: not JsonValueKind.Null } usd
            ? usd.GetDecimal()
            : null;
}
