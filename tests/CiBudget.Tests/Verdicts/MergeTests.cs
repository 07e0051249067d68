using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace CiBudget.Tests.Verdicts;

/// <summary>Ledgers of shards merge to one verdict, in whatever files and order their lines stand.</summary>
public sealed class MergeTests
{
    private static readonly string[] TestNames = ["A", "B", "C(\"ä\")"];
    private static readonly string[] ModelNames =
    [
        "claude-one",
        "claude-tall",
        "claude-two",
        "claude-new",
    ];

    private static readonly Budget Limits = CheckedRun.Budget(
        new() { Max = 0.0005m },
        new()
        {
            Scope = LimitScope.EachTest,
            Metric = Metric.TotalTokens,
            Max = 900,
        },
        new()
        {
            Scope = LimitScope.Model,
            Pattern = "claude-*",
            Metric = Metric.Calls,
            Max = 3,
        },
        new() { Metric = Metric.AttemptsPerPrompt, Max = 1 }
    ) with
    {
        Organization = "org-1",
        DeniedModels = [new("claude-two", new(8, 8))],
    };

    private static Gen<LedgerEntry> Entries =>
        from second in Gen.Choose(0, 5)
        from test in Gen.Elements<string?>([.. TestNames, null])
        from model in Gen.Elements(ModelNames)
        from input in Gen.Choose(0, 1500)
        from output in Gen.Choose(0, 500)
        from shape in Gen.Choose(0, 9)
        from attempt in Gen.Choose(0, 1)
        from replayed in Gen.Elements(false, false, true)
        select Entry(second, test, model, input, output, shape) with
        {
            Attempt = attempt,
            Replayed = replayed,
            PromptHash = output % 2 == 0 ? "even" : "odd",
            Organization = input % 7 == 0 ? "org-2" : "org-1",
        };

    [Test]
    public void The_verdict_is_the_same_however_the_lines_are_spread_over_files() =>
        Check(
            (entries, run) =>
            {
                run.Ledger("a", [.. entries]);
            },
            (entries, run) =>
            {
                // Other files, other order, and one of the files twice.
                var shuffled = entries
                    .Select((entry, index) => (entry, index))
                    .OrderBy(pair => pair.index * 7919 % 101)
                    .ToList();
                var half = shuffled.Count / 2;
                run.Ledger("z", [.. shuffled.Take(half).Select(pair => pair.entry)]);
                var copied = run.Ledger("b", [.. shuffled.Skip(half).Select(pair => pair.entry)]);
                System.IO.File.Copy(copied, Path.Combine(run.Path, "copy.ledger.jsonl"));
            }
        );

    [Test]
    public void Sums_of_parts_are_the_sum_of_the_whole() =>
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(TestEffort.Rounds(few: 10, thorough: 60)),
            Prop.ForAll(
                Entries.ListOf().ToArbitrary(),
                list =>
                {
                    var entries = Numbered(list);
                    using var whole = new CheckedRun();
                    whole.Ledger("p", [.. entries]);
                    var totals = whole.Check(Budget.Empty).Totals;
                    var parts = entries
                        .Select(entry =>
                        {
                            using var part = new CheckedRun();
                            part.Ledger("p", entry);
                            return part.Check(Budget.Empty).Totals;
                        })
                        .ToList();
                    return totals.CostUsd == parts.Sum(part => part.CostUsd)
                        && totals.AvoidedUsd == parts.Sum(part => part.AvoidedUsd)
                        && totals.TotalTokens == parts.Sum(part => part.TotalTokens)
                        && totals.Calls == parts.Sum(part => part.Calls)
                        && totals.UnpricedCalls == parts.Sum(part => part.UnpricedCalls);
                }
            )
        );

    private static void Check(
        Action<IReadOnlyList<LedgerEntry>, CheckedRun> one,
        Action<IReadOnlyList<LedgerEntry>, CheckedRun> other
    ) =>
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(TestEffort.Rounds(few: 30, thorough: 100)),
            Prop.ForAll(
                Entries.NonEmptyListOf().ToArbitrary(),
                list =>
                {
                    var entries = Numbered(list);
                    using var left = new CheckedRun();
                    using var right = new CheckedRun();
                    one(entries, left);
                    other(entries, right);
                    return Text(left) == Text(right);
                }
            )
        );

    private static string Text(CheckedRun run) =>
        JsonSerializer.Serialize(
            run.Check(Limits) with
            {
                Processes = 0,
                LedgerDirectories = [],
                Evidence = new(),
            }
        );

    private static List<LedgerEntry> Numbered(IEnumerable<LedgerEntry> entries) =>
        [.. entries.Select((entry, index) => entry with { Id = "e" + index })];

    private static LedgerEntry Entry(
        int second,
        string? test,
        string model,
        int input,
        int output,
        int shape
    )
    {
        var entry = new LedgerEntry
        {
            Time = CheckedRun.Start.AddSeconds(second),
            Test = test is null ? null : CheckedRun.Test(test),
            Endpoint = ClaudeEndpoint.Messages,
            Status = 200,
            RequestModel = model,
            Usage =
            [
                new()
                {
                    Model = model,
                    InputTokens = input,
                    OutputTokens = output,
                },
            ],
        };
        return shape switch
        {
            0 => entry with
            {
                Status = 402,
                Usage = [],
                Error = new("billing_error", null, FailureKind.PaymentRequired),
            },
            1 => entry with { Usage = [] },
            2 => entry with { Complete = false, Outcome = CallOutcome.Broken },
            3 => entry with
            {
                Usage = [.. entry.Usage, new() { Model = "claude-one", CacheReadTokens = output }],
            },
            4 => entry with { Outcome = CallOutcome.Refused, Status = null, Usage = [] },
            _ => entry,
        };
    }
}
