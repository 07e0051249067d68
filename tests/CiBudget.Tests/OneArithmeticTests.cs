using System.Text;
using CiBudget.Tests.Verdicts;
using FsCheck;
using FsCheck.Fluent;

namespace CiBudget.Tests;

/// <summary>The price of a body, its ledger's entry, the running sums and the check agree to the last digit.</summary>
public sealed class OneArithmeticTests
{
    private static readonly string[] Served =
    [
        "claude-opus-5-5",
        "claude-sonnet-4-6",
        "claude-haiku-5-5",
        "claude-haiku-4-5-20251001",
        "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
        "claude-nobody-1",
    ];

    private static readonly RequestedModel[] Requests =
    [
        default,
        new("claude-opus-5-5", null),
        new("us.anthropic.claude-sonnet-4-6", "us"),
        new("global.anthropic.claude-haiku-4-5", "global"),
        new("claude-haiku-5-5", "europe-west1"),
        new("arn:aws:bedrock:us-east-1:1:application-inference-profile/a1b2", "unknown"),
        new("my-deployment", null),
        new("my-profile", "unknown"),
    ];

    private static readonly Budget Own = BudgetFile.Parse(
        Encoding.UTF8.GetBytes(
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
            """
        ),
        "cibudget.json"
    );

    [TestCase(false)]
    [TestCase(true)]
    public void Body_entry_running_sums_and_check_agree(bool own)
    {
        var budget = own ? Own : Budget.Empty;
        var prices = PriceSheet.Embedded.With(budget);
        var calls = Gen.Sample(Call(), 300).ToList();
        using var run = new CheckedRun();
        var entries = calls
            .Select(
                (call, i) =>
                    run.Call($"T{i}", 0) with
                    {
                        RequestModel = call.Requested.Id,
                        Region = call.Requested.Region,
                        Complete = Read(call.Body).Complete,
                        Usage = Read(call.Body).Parts,
                    }
            )
            .ToArray();
        run.Ledger("p", entries);

        var verdict = BudgetCheck.Run(
            budget,
            PriceSheet.Embedded,
            [run.Path],
            new() { Now = CheckedRun.Start }
        );

        var rows = verdict.Tests.ToDictionary(row => row.Test!.Name, row => row.Totals);
        var all = new Totals();
        for (var i = 0; i < entries.Length; i++)
        {
            var cost = CallCost.Of(Read(calls[i].Body).Parts, calls[i].Requested, prices);
            var running = new Totals();
            running.Add(entries[i], CallCost.Of(entries[i], prices));
            all.Add(entries[i], CallCost.Of(entries[i], prices));
            Assert.That(running.CostUsd, Is.EqualTo(cost.KnownUsd), calls[i].Body);
            Assert.That(
                rows[$"T{i}"],
                Is.EqualTo(running),
                $"{calls[i].Requested} {calls[i].Body}"
            );
        }
        Assert.That(verdict.Totals, Is.EqualTo(all));
    }

    [Test]
    public void Nobody_else_prices_or_adds() =>
        Assert.Multiple(() =>
        {
            var core = typeof(PriceSheet).Assembly;
            Assert.That(OneArithmetic.PricingElsewhere(core), Is.Empty);
            Assert.That(OneArithmetic.PricingCallsElsewhere(core), Is.Empty);
            Assert.That(OneArithmetic.AddingElsewhere(core), Is.Empty);
        });

    [Test]
    public void Somebody_else_who_prices_or_adds_is_seen() =>
        Assert.Multiple(() =>
        {
            var here = typeof(Offender).Assembly;
            Assert.That(
                OneArithmetic.PricingElsewhere(here),
                Has.Some.StartsWith(nameof(OneArithmeticTests) + "." + nameof(Offender.Price))
            );
            Assert.That(
                OneArithmetic.PricingCallsElsewhere(here),
                Has.Some.EqualTo(nameof(OneArithmeticTests) + "." + nameof(Offender.PriceEntry))
                    .And.Some.EqualTo(
                        nameof(OneArithmeticTests) + "." + nameof(Offender.PriceAgain)
                    )
            );
            Assert.That(
                OneArithmetic.AddingElsewhere(here),
                Has.Some.StartsWith(nameof(OneArithmeticTests) + "." + nameof(Offender.Add))
            );
        });

    private static class Offender
    {
        public static decimal? Price(Usage usage) => PriceSheet.Embedded.CostOf(usage).Usd;

        public static decimal? PriceEntry(LedgerEntry entry) =>
            CallCost.Of(entry, PriceSheet.Embedded).Usd;

        public static PricedEntry PriceAgain(LedgerEntry entry) => new(entry, PriceSheet.Embedded);

        public static long Add(Usage usage) =>
            usage.InputTokens + usage.CacheReadTokens + usage.OutputTokens;
    }

    private static ResponseUsage Read(string body)
    {
        var read = new ResponseUsage();
        var shape = body.StartsWith('{') ? BodyShape.Json : BodyShape.EventStream;
        var reader = new UsageReader(shape, message => read = message, 200);
        reader.Write(Encoding.UTF8.GetBytes(body));
        reader.Complete(endOfBody: true);
        return read;
    }

    private static Gen<(string Body, RequestedModel Requested)> Call() =>
        from body in Gen.OneOf(Message(), Stream())
        from requested in Gen.Elements(Requests)
        select (body, requested);

    private static Gen<string> Message() =>
        from usage in Usage()
        from iterations in Gen.Choose(0, 3)
        from entries in Gen.ArrayOf(Iteration(), iterations)
        from model in Gen.Elements(Served)
        select Start(model, usage)
            + (entries.Length == 0 ? "" : ",\"iterations\":[" + string.Join(',', entries) + "]")
            + "}}";

    /// <summary>One message, sometimes cut before its end.</summary>
    private static Gen<string> Stream() =>
        from first in Usage()
        from last in Usage()
        from model in Gen.Elements(Served)
        from whole in Gen.Elements(true, true, false)
        select Event("message_start", "\"message\":" + Start(model, first) + "}}")
            + (
                whole
                    ? Event(
                        "message_delta",
                        "\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{" + last + "}"
                    ) + Event("message_stop", "\"a\":0")
                    : ""
            );

    private static string Event(string type, string rest) =>
        $"event: {type}\ndata: {{\"type\":\"{type}\",{rest}}}\n\n";

    private static string Start(string model, string usage) =>
        "{\"id\":\"msg_1\",\"type\":\"message\",\"model\":\""
        + model
        + "\",\"content\":[{\"type\":\"text\",\"text\":\"a\"}],\"stop_reason\":\"end_turn\",\"usage\":{"
        + usage;

    private static Gen<string> Iteration() =>
        from type in Gen.Elements("message", "compaction", "advisor_message")
        from model in Gen.Elements(Served)
        from usage in Usage()
        select "{\"type\":\"" + type + "\",\"model\":\"" + model + "\"," + usage + "}";

    private static Gen<string> Usage() =>
        from input in Count()
        from write5m in Count()
        from write1h in Count()
        from unsplit in Gen.Elements(0, 0, 777)
        from read in Count()
        from output in Count()
        from tier in Gen.Elements(
            "",
            ",\"service_tier\":\"batch\"",
            ",\"service_tier\":\"priority\""
        )
        from geo in Gen.Elements("", ",\"inference_geo\":\"us\"", ",\"inference_geo\":\"global\"")
        from speed in Gen.Elements("", "", ",\"speed\":\"fast\"")
        from searches in Gen.Elements("", ",\"server_tool_use\":{\"web_search_requests\":3}")
        select $"\"input_tokens\":{input},\"output_tokens\":{output},\"cache_read_input_tokens\":{read},"
            + $"\"cache_creation_input_tokens\":{write5m + write1h + unsplit},"
            + $"\"cache_creation\":{{\"ephemeral_5m_input_tokens\":{write5m},\"ephemeral_1h_input_tokens\":{write1h}}}"
            + tier
            + geo
            + speed
            + searches;

    private static Gen<int> Count() =>
        Gen.OneOf(Gen.Constant(0), Gen.Choose(1, 999), Gen.Choose(1000, 120_000));
}
