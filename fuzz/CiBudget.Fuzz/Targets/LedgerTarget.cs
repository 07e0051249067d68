using System.Text.Json;

namespace CiBudget.Fuzz;

/// <summary>
/// Ledgers: whatever is in one, the check gives a verdict; the same file twice counts once, and the names of files make no
/// difference; a beginning never counts more than the whole.
/// </summary>
internal sealed class LedgerTarget : ITarget, IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    private static readonly Budget Limits = BudgetFile.Parse(
        """{ "run": { "cost": "$0.01", "retryShare": "10%" }, "test": { "calls": 1 }, "shards": 2 }"""u8,
        "cibudget.json"
    );

    private readonly string _folder = Directory.CreateTempSubdirectory("cibudget-fuzz-").FullName;
    private readonly byte[] _other;

    public LedgerTarget()
    {
        Seeds = [Ledger("p", 3), Ledger("q", 1)];
        _other = Ledger("other", 2);
    }

    public string Name => "ledger";

    public IReadOnlyList<byte[]> Seeds { get; }

    public string Try(byte[] input, Random random)
    {
        var alone = Check(("a", input));
        var said = Describe(alone);
        // A file that does not say whose it is cannot be known for a copy; it is never green.
        var anonymous = !SaysWhoseItIs(input);
        BrokenPromiseException.Unless(
            !anonymous || alone.Outcome != Outcome.Within,
            "a ledger of nobody is green"
        );
        BrokenPromiseException.Unless(
            anonymous || Describe(Check(("a", input), ("b", input))) == said,
            "the same ledger twice is not the same as once"
        );
        BrokenPromiseException.Unless(
            anonymous
                || Describe(Check(("a", input), ("b", _other)))
                    == Describe(Check(("b", input), ("a", _other))),
            "the names of the files make a difference"
        );
        var problems = new List<LedgerProblem>();
        var path = Path.Combine(_folder, "a" + LedgerReader.Extension);
        File.WriteAllBytes(path, input);
        var entries = LedgerReader.Read(path, problems.Add).ToList();
        BrokenPromiseException.Unless(
            problems.All(problem => problem.Line >= 1 && problem.Message.Length > 0),
            "a problem has no place"
        );
        BrokenPromiseException.Unless(
            problems.Count == 0 || alone.Outcome != Outcome.Within,
            "a ledger with problems is green"
        );
        return $"{entries.Count} {alone.Outcome} {string.Join(',', alone.Diagnostics.Select(diagnostic => diagnostic.Code))} "
            + string.Join(
                ',',
                problems.Select(problem => problem.Message[..Math.Min(30, problem.Message.Length)])
            );
    }

    private static bool SaysWhoseItIs(byte[] ledger)
    {
        var end = ledger.AsSpan().IndexOf((byte)'\n');
        var opening = new LedgerLine();
        return end > 0
            && opening.TryParse(ledger.AsSpan(0, end).TrimEnd((byte)'\r'), out _)
            && opening.Process is { Id.Length: > 0 };
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Verdict Check(params (string Name, byte[] Bytes)[] ledgers)
    {
        foreach (var file in Directory.GetFiles(_folder))
            File.Delete(file);
        foreach (var (name, bytes) in ledgers)
            File.WriteAllBytes(Path.Combine(_folder, name + LedgerReader.Extension), bytes);
        return BudgetCheck.Run(
            Limits,
            PriceSheet.Embedded,
            [_folder],
            new CheckOptions { Time = new FixedTime(Start) }
        );
    }

    /// <summary>All that depends on what is in the files, and not on what they are called. A fault is told of each file that has it.</summary>
    private static string Describe(Verdict verdict) =>
        JsonSerializer.Serialize(
            new
            {
                verdict.Outcome,
                verdict.Totals,
                verdict.Tests,
                verdict.Models,
                Used = verdict.Limits.Select(use => use.Used),
                Codes = verdict
                    .Diagnostics.Select(diagnostic => diagnostic.Code)
                    .Distinct()
                    .Order(StringComparer.Ordinal),
            }
        );

    private byte[] Ledger(string process, int calls)
    {
        using var writer = new LedgerWriter(
            _folder,
            new()
            {
                Id = process,
                Run = "r",
                Started = Start,
            }
        );
        for (var i = 0; i < calls; i++)
            writer.Append(
                new LedgerEntry
                {
                    Time = Start.AddSeconds(i),
                    Test = new() { Name = "T" + i, Categories = ["Slow"] },
                    Endpoint = ClaudeEndpoint.Messages,
                    Host = "api.anthropic.com",
                    Status = i == 1 ? 529 : 200,
                    Error = i == 1 ? new("overloaded_error", null, FailureKind.Overloaded) : null,
                    Attempt = i,
                    PromptHash = "9f86d081884c7d65",
                    RequestModel = "claude-opus-5-5",
                    MessageId = "msg_" + process + i,
                    DurationMs = 12.5,
                    Usage =
                        i == 1
                            ? []
                            :
                            [
                                new()
                                {
                                    Model = "claude-opus-5-5",
                                    InputTokens = 100,
                                    OutputTokens = 20,
                                    UnknownCounters =
                                        i == 2 ? new Dictionary<string, long> { ["x"] = 1 } : null,
                                },
                            ],
                }
            );
        writer.Close(0, 0);
        return File.ReadAllBytes(writer.Path!);
    }
}
