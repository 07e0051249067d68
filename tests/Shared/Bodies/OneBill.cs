namespace CiBudget.Tests.Shared;

/// <summary>What bodies cost, told by everybody who says so: <c>price</c>, the running sums of a test process and the check of its ledger.</summary>
internal static class OneBill
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    /// <summary>A budget file with prices of its own for some of what <see cref="BodyGenerator"/> asks for.</summary>
    public static Budget OwnPrices { get; } =
        BudgetFile.Parse(
            """
            {
              "prices": {
                "discount": "7.5%",
                "models": {
                  "my-deployment": { "input": "$3.33", "output": "$17.77", "cacheRead": "$0.01" },
                  "my-profile": { "sameAs": "us.anthropic.claude-sonnet-4-6" },
                  "us.anthropic.claude-sonnet-4-6": { "output": "$16.60" }
                }
              }
            }
            """u8,
            "cibudget.json"
        );

    /// <summary>The first body over which they disagree, and how; null when there is none.</summary>
    /// <param name="bodies">The bodies, each the answer to a call of a test of its own.</param>
    /// <param name="budget">The budget file.</param>
    /// <param name="folder">An empty folder for the ledger.</param>
    public static string? Disagreement(
        IReadOnlyList<GeneratedBody> bodies,
        Budget budget,
        string folder
    )
    {
        var prices = PriceSheet.Embedded.With(budget);
        var entries = new List<List<LedgerEntry>>();
        var priced = new List<decimal>();
        var time = Start;
        var batchMessages = new HashSet<string>(StringComparer.Ordinal);
        using (
            var ledger = new LedgerWriter(
                folder,
                new()
                {
                    Id = "p",
                    Run = "r",
                    Started = Start,
                }
            )
        )
        {
            foreach (var body in bodies)
            {
                var usd = 0m;
                var own = new List<LedgerEntry>();
                foreach (var message in Reading.All(body.Shape, body.Bytes, status: 200))
                {
                    var read = message.WithModel(body.Requested.Id);
                    // Of messages of one id the earliest counts, so no two are of one time.
                    time = time.AddTicks(1);
                    var entry = Entry(entries.Count, body, read) with { Time = time };
                    ledger.Append(entry);
                    if (!entry.IsCall && entry.MessageId is { } id && !batchMessages.Add(id))
                        continue;
                    own.Add(entry);
                    usd += CallCost.From(read.Parts, body.Requested, prices).KnownUsd;
                }
                entries.Add(own);
                priced.Add(usd);
            }
            ledger.Close(0, 0);
        }
        var verdict = BudgetCheck.Run(
            budget,
            PriceSheet.Embedded,
            [folder],
            new() { Time = new FixedTime(Start) }
        );

        var rows = verdict.Tests.ToDictionary(row => row.Test!.Name, row => row.Totals);
        var all = new Totals();
        for (var i = 0; i < bodies.Count; i++)
        {
            var running = new Totals();
            foreach (var entry in entries[i])
            {
                var cost = new PricedEntry(entry, prices).Cost;
                running.Add(entry, cost);
                all.Add(entry, cost);
            }
            var isChecked = rows.TryGetValue(Test(i), out var row);
            if (entries[i].Count > 0 && (!isChecked || row != running))
                return $"the check says {row}, the running sums {running}: {bodies[i]}";
            if (running.CostUsd != priced[i])
                return $"price says {priced[i]}, the running sums {running.CostUsd}: {bodies[i]}";
        }
        return verdict.Totals == all
            ? null
            : $"in all, the check says {verdict.Totals}, the running sums {all}";
    }

    private static LedgerEntry Entry(int number, GeneratedBody body, ResponseUsage message) =>
        new()
        {
            Test = new() { Name = Test(number) },
            Endpoint = body.IsBatch ? ClaudeEndpoint.BatchResults : ClaudeEndpoint.Messages,
            Host = "api.anthropic.com",
            Status = 200,
            IsCall = !body.IsBatch,
            RequestModel = body.Requested.Id,
            Region = body.Requested.Region,
            MessageId = message.MessageId,
            Error = message.Error,
            Complete = message.Complete,
            UnreadableCounter = message.UnreadableCounter,
            Usage = message.Parts,
        };

    private static string Test(int number) => $"T{number}";
}
