using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace CiBudget.Enforcement.Tests;

/// <summary>
/// Any request, and any honest answer to it. What an answer may count is worked out here from what was put into the request, not from
/// what the core reads out of its bytes.
/// </summary>
public sealed class WorstCasePropertyTests
{
    private const int Window = 1_000_000;

    private static readonly Gen<string> Prose =
        from piece in Gen.Elements(
            "Where is my order? ",
            "0123456789",
            "零一二",
            "🎉",
            "\"\\\n\t",
            "a"
        )
        from times in Gen.Frequency(
            (8, Gen.Choose(0, 200)),
            (1, Gen.Choose(2_000, 8_000)),
            (1, Gen.Constant(0))
        )
        select string.Concat(Enumerable.Repeat(piece, times));

    private static readonly Gen<Part> Parts = Gen.OneOf(
        Prose.Select(text => new Part(
            new JsonObject { ["type"] = "text", ["text"] = text },
            Encoding.UTF8.GetByteCount(text)
        )),
        Gen.Elements(
            new Part(Picture(new() { ["type"] = "url", ["url"] = "https://a.test/a.png" }), 4784),
            new Part(Picture(new() { ["type"] = "file", ["file_id"] = "file_1" }), 4784),
            new Part(
                Picture(
                    new()
                    {
                        ["type"] = "base64",
                        ["media_type"] = "image/png",
                        ["data"] = "iVBORw0KGgo=",
                    }
                ),
                4784
            ),
            new Part(
                new JsonObject
                {
                    ["type"] = "document",
                    ["source"] = new JsonObject { ["type"] = "file", ["file_id"] = "file_2" },
                },
                Window
            ),
            new Part(
                new JsonObject
                {
                    ["type"] = "tool_result",
                    ["tool_use_id"] = "t",
                    ["content"] = new JsonArray(
                        Picture(new() { ["type"] = "url", ["url"] = "https://a.test/b.png" })
                    ),
                },
                4784
            )
        )
    );

    private static readonly Gen<Asked> Requests =
        from model in Gen.Elements(PriceSheet.Embedded.Models.Select(row => row.Model).ToArray())
        from maxTokens in Gen.Choose(1, 64_000)
        from parts in Gen.ListOf(Parts)
        from cache in Gen.Elements(null, "none", "5m", "1h")
        from geo in Gen.Elements(null, "global", "us")
        from fast in Gen.Elements(false, false, true)
        from tool in Gen.Elements(null, null, "custom", "bash_20250124", "web_search_20260318")
        from uses in Gen.Choose(0, 20)
        select new Asked(model, maxTokens, parts, cache, geo, fast, tool, uses);

    /// <summary>What an answer takes of all that it may: shares of the most, by kind.</summary>
    private static readonly Gen<Taken> Answers =
        from prompt in Share
        from input in Share
        from write in Share
        from hour in Share
        from output in Share
        from searches in Share
        from rounds in Gen.Choose(1, 10)
        from us in Gen.Elements(true, false)
        from slow in Gen.Elements(true, false)
        select new Taken(prompt, input, write, hour, output, searches, rounds, us, slow);

    private static Gen<double> Share =>
        Gen.OneOf(
            Gen.Elements(0.0, 1.0),
            Gen.Choose(0, 1000).Select(thousandths => thousandths / 1000.0)
        );

    [Test]
    public void No_honest_answer_to_a_request_costs_more_than_was_reserved()
    {
        var calls = from asked in Requests from taken in Answers select (asked, taken);

        Prop.ForAll(
                calls.ToArbitrary(),
                call =>
                {
                    var worst = WorstOf(call.asked.Body().ToJsonString(), batch: false);
                    var usage = call.asked.Answer(call.taken, batch: false);
                    var cost = PriceSheet.Embedded.CostOf(usage);
                    return worst.Usd is null
                        ? (worst.Why is not null && cost.Usd is null | call.asked.Fast).Label(
                            "refused without need: " + worst.Why
                        )
                        : (
                            cost.Usd <= worst.Usd
                            && usage.PromptTokens <= worst.InputTokens
                            && usage.OutputTokens <= worst.OutputTokens
                        ).Label($"{cost} of {worst}, {usage}");
                }
            )
            .Check(
                Config.QuickThrowOnFailure.WithMaxTest(TestEffort.Rounds(few: 200, thorough: 1000))
            );
    }

    [Test]
    public void Nor_does_a_batch()
    {
        var batches = Gen.NonEmptyListOf(
            from asked in Requests
            where !asked.Fast
            from taken in Answers
            select (asked, taken)
        );

        Prop.ForAll(
                batches.ToArbitrary(),
                batch =>
                {
                    var body = new JsonObject
                    {
                        ["requests"] = new JsonArray([
                            .. batch.Select(
                                JsonNode (one) =>
                                    new JsonObject
                                    {
                                        ["custom_id"] = "a",
                                        ["params"] = one.asked.Body(),
                                    }
                            ),
                        ]),
                    };
                    var worst = WorstOf(body.ToJsonString(), batch: true);
                    var costs = batch.Select(one =>
                        PriceSheet.Embedded.CostOf(one.asked.Answer(one.taken, batch: true)).Usd
                    );
                    return worst.Usd is null
                        ? costs.Any(usd => usd is null).Label(worst.Why)
                        : (costs.Sum() <= worst.Usd).Label($"{costs.Sum()} of {worst}");
                }
            )
            .Check(
                Config.QuickThrowOnFailure.WithMaxTest(TestEffort.Rounds(few: 40, thorough: 200))
            );
    }

    private static WorstCase WorstOf(string body, bool batch)
    {
        var reader = new DemandReader(
            batch ? RequestDialect.MessageBatch : RequestDialect.Messages
        );
        reader.Write(Encoding.UTF8.GetBytes(body));
        return WorstCase.Create(
            PriceSheet.Embedded,
            new(null, null, reader.Length, null) { Demands = reader.Demands(), Batch = batch }
        );
    }

    private static JsonObject Picture(JsonObject source) =>
        new() { ["type"] = "image", ["source"] = source };

    private sealed record Part(JsonObject Block, long MostTokens);

    private sealed record Taken(
        double Prompt,
        double Input,
        double Write,
        double Hour,
        double Output,
        double Searches,
        int Rounds,
        bool Us,
        bool Slow
    );

    private sealed record Asked(
        string Model,
        int MaxTokens,
        IReadOnlyList<Part> Parts,
        string? Cache,
        string? Geo,
        bool Fast,
        string? Tool,
        int Uses
    )
    {
        private bool Searches => Tool == "web_search_20260318";

        public JsonObject Body()
        {
            var content = new JsonArray([.. Parts.Select(part => part.Block.DeepClone())]);
            var last = new JsonObject { ["type"] = "text", ["text"] = "Answer." };
            if (Cache is not null)
                last["cache_control"] =
                    Cache == "none"
                        ? new JsonObject { ["type"] = "ephemeral" }
                        : new JsonObject { ["type"] = "ephemeral", ["ttl"] = Cache };
            content.Add(last);
            var body = new JsonObject
            {
                ["model"] = Model,
                ["max_tokens"] = MaxTokens,
                ["messages"] = new JsonArray(
                    new JsonObject { ["role"] = "user", ["content"] = content }
                ),
            };
            if (Geo is not null)
                body["inference_geo"] = Geo;
            if (Fast)
                body["speed"] = "fast";
            if (Tool == "custom")
                body["tools"] = new JsonArray(new JsonObject { ["name"] = "t" });
            else if (Tool is not null)
                body["tools"] = new JsonArray(
                    new JsonObject
                    {
                        ["type"] = Tool,
                        ["name"] = "t",
                        ["max_uses"] = Uses,
                    }
                );
            return body;
        }

        public Usage Answer(Taken taken, bool batch)
        {
            var window = PriceSheet.Embedded.Find(Model)!.ContextWindow;
            // Tools bring 804 tokens of prompt at the most, and one that the client runs 1,234.
            var most = Math.Min(
                window,
                Parts.Sum(part => part.MostTokens)
                    + Encoding.UTF8.GetByteCount("Answer.")
                    + (Tool is null ? 0 : 804)
                    + (Tool == "bash_20250124" ? 1234 : 0)
            );
            var rounds = Searches ? taken.Rounds : 1;
            var prompt = (long)((Searches ? window : most) * taken.Prompt) * rounds;
            var input = Cache is null ? prompt : (long)(prompt * taken.Input);
            var written = (long)((prompt - input) * taken.Write);
            var hour = Cache == "1h" ? (long)(written * taken.Hour) : 0;
            var hasPlaces = PriceSheet.Embedded.Find(Model)!.UsInferenceMultiplier is not null;
            return new()
            {
                Model = Model,
                InputTokens = input,
                CacheWrite1hTokens = hour,
                CacheWrite5mTokens = written - hour,
                CacheReadTokens = prompt - input - written,
                OutputTokens = (long)(MaxTokens * taken.Output) * rounds,
                WebSearchRequests = Searches ? (long)(Uses * taken.Searches) : 0,
                Speed = Fast && !taken.Slow ? "fast" : "standard",
                InferenceGeo = Geo ?? (hasPlaces && taken.Us ? "us" : null),
                Batch = batch,
            };
        }
    }
}
