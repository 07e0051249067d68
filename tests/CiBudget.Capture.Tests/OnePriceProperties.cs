using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace CiBudget.Capture.Tests;

/// <summary>Whatever an answer is: what it is priced at, what its ledger entry says and what the check says is one figure, to the last digit.</summary>
public sealed class OnePriceProperties
{
    private static readonly string[] Models =
    [
        "claude-opus-5-5",
        "claude-sonnet-4-6",
        "claude-haiku-4-5",
        "claude-unheard-of",
    ];

    [Test]
    public void An_answer_has_one_price() =>
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(TestEffort.Rounds(few: 100, thorough: 300)),
            Prop.ForAll(
                Gen.Choose(0, int.MaxValue).ToArbitrary(),
                seed =>
                {
                    var random = new Random(seed);
                    var isBatch = random.Next(6) == 0;
                    var body = Body(random, isBatch);
                    var said = Reading.All(
                        isBatch ? BodyShape.JsonLines : BodyShape.Json,
                        Encoding.UTF8.GetBytes(body)
                    );
                    HasOnePrice(said, isBatch, random.Next(3) == 0 ? "us-east5" : null, body);
                }
            )
        );

    private static void HasOnePrice(
        List<ResponseUsage> said,
        bool isBatch,
        string? region,
        string body
    )
    {
        using var run = new CheckedRun();
        var entries = said.ConvertAll(message =>
            run.Call("A", 0) with
            {
                IsCall = !isBatch,
                Endpoint = isBatch ? ClaudeEndpoint.BatchResults : ClaudeEndpoint.Messages,
                RequestModel = null,
                Region = region,
                MessageId = message.MessageId,
                Complete = message.Complete,
                UnreadableCounter = message.UnreadableCounter,
                Usage = message.Parts,
            }
        );
        var path = run.Ledger("p", [.. entries]);
        var sheet = PriceSheet.Embedded;
        var costs = said.ConvertAll(message =>
            CallCost.From(message.Parts, new(null, region), sheet)
        );
        var read = LedgerReader.Read(path).Select(entry => CallCost.From(entry, sheet)).ToList();
        var verdict = BudgetCheck.Run(Budget.Empty, sheet, [run.Path], run.Options);

        Assert.That(
            read.Select(cost => cost.KnownUsd),
            Is.EqualTo(costs.Select(cost => cost.KnownUsd)),
            body
        );
        Assert.That(
            read.Select(cost => cost.Reported),
            Is.EqualTo(costs.Select(cost => cost.Reported)),
            body
        );
        Assert.That(verdict.Totals.CostUsd, Is.EqualTo(costs.Sum(cost => cost.KnownUsd)), body);
        Assert.That(
            verdict.Totals.OutputTokens,
            Is.EqualTo(costs.Sum(cost => cost.Billed.Output)),
            body
        );
        Assert.That(
            verdict.Totals.LowerBound,
            Is.EqualTo(!said.TrueForAll(message => message.Complete)),
            body
        );
        Assert.That(
            verdict.Diagnostics.Any(diagnostic => diagnostic.Code == Codes.MissingUsage),
            Is.EqualTo(said.Exists(message => message.Parts.Count == 0)),
            body
        );
        Assert.That(
            verdict.Diagnostics.Any(diagnostic => diagnostic.Code == Codes.Unpriced),
            Is.EqualTo(costs.Exists(cost => cost.Unpriced is not null)),
            body
        );
    }

    private static string Body(Random random, bool isBatch)
    {
        if (isBatch)
            return string.Concat(
                Enumerable
                    .Range(0, 1 + random.Next(3))
                    .Select(id =>
                        $$"""{"custom_id":"c","result":{"type":"succeeded","message":{{Message(random, id)}} } }"""
                        + "\n"
                    )
            );
        return random.Next(4) switch
        {
            0 => Message(random, 1),
            1 =>
                $$"""{"id":"c","model":"{{Model(random)}}","choices":[],"usage":{"prompt_tokens":{{Count(random)}},"completion_tokens":{{Count(random)}} } }""",
            2 => Encoding.UTF8.GetString(JsonBodies.Of(random.Next(), isPlain: true)),
            _ => string.Concat(
                Enumerable.Range(0, 1 + random.Next(3)).Select(id => Stream(random, id))
            ),
        };
    }

    private static string Stream(Random random, int id) =>
        $$"""
            data: {"type":"message_start","message":{{Message(random, id)}} }

            data: {"type":"message_delta","usage":{"output_tokens":{{Count(random)}} } }


            """ + (random.Next(4) == 0 ? "" : "data: {\"type\":\"message_stop\"}\n\n");

    private static string Message(Random random, int id) =>
        $$"""{"id":"msg_{{id}}","type":"message","model":"{{Model(random)}}","content":[],"usage":{{Usage(random)}} }""";

    private static string Usage(Random random)
    {
        var counts =
            $$"""
            "input_tokens":{{Count(random)}},"output_tokens":{{Count(
                random
            )}},"cache_read_input_tokens":{{Count(random)}},
            "cache_creation_input_tokens":{{Count(
                random
            )}},"cache_creation":{"ephemeral_1h_input_tokens":{{Count(random)}} },
            "server_tool_use":{"web_search_requests":{{random.Next(4)}} }
            """.ReplaceLineEndings(
                ""
            );
        var place = random.Next(3) == 0 ? ",\"inference_geo\":\"us\"" : "";
        var entries =
            random.Next(3) == 0
                ? $$""","iterations":[{"type":"message",{{counts}} },{"type":"advisor_message","model":"{{Model(random)}}",{{counts}} }]"""
                : "";
        return $"{{{counts}{place}{entries}}}";
    }

    private static string Model(Random random) => Models[random.Next(Models.Length)];

    /// <summary>A count, and now and then something that is none.</summary>
    private static string Count(Random random) =>
        random.Next(40) switch
        {
            0 => "\"7\"",
            1 => "null",
            2 => "-1",
            3 => "1000000000000",
            _ => $"{random.Next(3_000_000)}",
        };
}
