using System.Globalization;
using System.Text;

namespace CiBudget.Tests.Shared;

/// <summary>
/// Makes answers of every dialect and framing, some of them cut or damaged. The fuzz program builds upon them, and tests hold every part of the
/// code that says what an answer costs to the same amount.
/// </summary>
internal sealed class BodyGenerator(Random random)
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

    private static readonly string[] OnBedrock =
    [
        "anthropic.claude-sonnet-4-6",
        "us.anthropic.claude-sonnet-4-6",
        "global.anthropic.claude-haiku-4-5",
        "my-profile",
        "arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Aapplication-inference-profile%2Fa1b2",
    ];

    private static readonly string?[] OnTheApi =
    [
        null,
        "claude-opus-5-5",
        "claude-haiku-5-5",
        "my-deployment",
        "my-profile",
    ];

    private readonly Mutator _mutator = new(random);
    private int _batchMessages;

    public GeneratedBody Next()
    {
        var body = Whole();
        return random.Next(4) switch
        {
            0 => body with { Bytes = _mutator.Change(body.Bytes, Whole().Bytes) },
            1 => body with { Bytes = body.Bytes[..random.Next(body.Bytes.Length + 1)] },
            _ => body,
        };
    }

    /// <summary>One that is neither cut nor damaged.</summary>
    public GeneratedBody Whole() =>
        random.Next(8) switch
        {
            0 => new(BodyShape.Json, "/v1/messages", One(OnTheApi), Text(Message("msg_1"))),
            1 => new(BodyShape.EventStream, "/v1/messages", One(OnTheApi), Text(Stream())),
            2 => new(
                BodyShape.BedrockEventStream,
                $"/model/{One(OnBedrock)}/invoke-with-response-stream",
                null,
                BedrockFrames.OfEventStream(Text(Stream()))
            ),
            3 => new(
                BodyShape.Json,
                "/v1/projects/p/locations/us-east5/publishers/anthropic/models/claude-sonnet-4-6:rawPredict",
                null,
                Text(Message("msg_1"))
            ),
            4 => new(
                BodyShape.Json,
                $"/model/{One(OnBedrock)}/converse",
                null,
                Text($"{{\"output\":{{}},\"stopReason\":\"end_turn\",{ConverseUsage()}}}")
            ),
            5 => new(
                BodyShape.BedrockEventStream,
                $"/model/{One(OnBedrock)}/converse-stream",
                null,
                ConverseStream()
            ),
            6 => new(BodyShape.Json, "/v1/chat/completions", One(OnTheApi), Text(Completion())),
            _ => random.Next(2) == 0
                ? new(BodyShape.EventStream, "/v1/chat/completions", One(OnTheApi), Text(Chunks()))
                : new(BodyShape.JsonLines, GeneratedBody.BatchResults, null, Text(Batch())),
        };

    private string Message(string id)
    {
        var iterations = string.Join(
            ',',
            Enumerable
                .Range(0, Math.Max(0, random.Next(6) - 2))
                .Select(_ =>
                    $"{{\"type\":\"{One("message", "compaction", "advisor_message")}\",\"model\":\"{One(Served)}\",{Usage()}}}"
                )
        );
        return $"{{\"id\":\"{id}\",\"type\":\"message\",\"model\":\"{One(Served)}\",\"content\":[{{\"type\":\"text\",\"text\":\"a\"}}],"
            + $"\"stop_reason\":\"{One("end_turn", "tool_use", "refusal")}\",\"usage\":{{{Usage()}"
            + (iterations.Length == 0 ? "" : $",\"iterations\":[{iterations}]")
            + "}}";
    }

    private string Stream() =>
        Event("message_start", "\"message\":" + Message("msg_1"))
        + Event("content_block_start", "\"index\":0,\"content_block\":{\"type\":\"text\"}")
        + Event(
            "message_delta",
            $"\"delta\":{{\"stop_reason\":\"end_turn\"}},\"usage\":{{{Usage()}}}"
        )
        + Event("message_stop", "\"a\":0")
        + One("", "", "data: [DONE]\n\n");

    private string Batch() =>
        string.Concat(
            Enumerable
                .Range(0, 1 + random.Next(3))
                .Select(_ =>
                    random.Next(4) == 0
                        ? "{\"custom_id\":\"a\",\"result\":{\"type\":\"errored\",\"error\":{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"a\"}}}}\n"
                        : $"{{\"custom_id\":\"a\",\"result\":{{\"type\":\"succeeded\",\"message\":{Message($"msg_b{++_batchMessages}")}}}}}\n"
                )
        );

    private byte[] ConverseStream() =>
        [
            .. BedrockFrames.Converse("messageStart", """{"role":"assistant"}"""),
            .. BedrockFrames.Converse(
                "contentBlockDelta",
                """{"contentBlockIndex":0,"delta":{"text":"a"}}"""
            ),
            .. BedrockFrames.Converse("messageStop", """{"stopReason":"end_turn"}"""),
            .. BedrockFrames.Converse("metadata", $"{{{ConverseUsage()}}}"),
        ];

    private string ConverseUsage()
    {
        var (input, read, short5, hour, output) = (Count(), Count(), Count(), Count(), Count());
        return $"\"usage\":{{\"inputTokens\":{input},\"outputTokens\":{output},\"totalTokens\":{input + output},"
            + $"\"cacheReadInputTokens\":{read},\"cacheWriteInputTokens\":{short5 + hour}"
            + One(
                "",
                $",\"cacheDetails\":[{{\"ttl\":\"5m\",\"inputTokens\":{short5}}},{{\"ttl\":\"1h\",\"inputTokens\":{hour}}}]"
            )
            + "}"
            + One(
                "",
                ",\"serviceTier\":{\"type\":\"default\"}",
                ",\"serviceTier\":{\"type\":\"flex\"}"
            );
    }

    private string Completion() =>
        $"{{\"id\":\"chatcmpl_1\",\"object\":\"chat.completion\",\"model\":\"{One(Served)}\",\"choices\":[{{\"index\":0,\"finish_reason\":\"stop\",\"message\":{{\"content\":\"a\"}}}}],{ChatUsage()}}}";

    private string Chunks()
    {
        var model = One(Served);
        string Chunk(string choices, string usage) =>
            $"data: {{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"model\":\"{model}\",\"choices\":[{choices}],{usage}}}\n\n";
        return Chunk("{\"index\":0,\"delta\":{\"content\":\"a\"}}", "\"usage\":null")
            + Chunk(
                "{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}",
                One("\"usage\":null", ChatUsage())
            )
            + One("", Chunk("", ChatUsage()))
            + "data: [DONE]\n\n";
    }

    private string ChatUsage()
    {
        var (input, read, output) = (Count(), Count(), Count());
        return $"\"usage\":{{\"prompt_tokens\":{input + read},\"completion_tokens\":{output},\"total_tokens\":{input + read + output}"
            + One("", $",\"prompt_tokens_details\":{{\"cached_tokens\":{read}}}")
            + "}";
    }

    private string Usage()
    {
        var (write5m, write1h, unsplit) = (Count(), Count(), One(0, 0, 777));
        return $"\"input_tokens\":{Count()},\"output_tokens\":{Count()},\"cache_read_input_tokens\":{Count()},"
            + $"\"cache_creation_input_tokens\":{write5m + write1h + unsplit},"
            + $"\"cache_creation\":{{\"ephemeral_5m_input_tokens\":{write5m},\"ephemeral_1h_input_tokens\":{write1h}}}"
            + One("", ",\"service_tier\":\"batch\"", ",\"service_tier\":\"priority\"")
            + One("", ",\"inference_geo\":\"us\"", ",\"inference_geo\":\"global\"")
            + One("", "", ",\"speed\":\"fast\"")
            + One("", ",\"server_tool_use\":{\"web_search_requests\":3}");
    }

    private int Count() =>
        random.Next(3) switch
        {
            0 => 0,
            1 => random.Next(1, 1_000),
            _ => random.Next(1_000, 120_000),
        };

    private static string Event(string type, string rest) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"event: {type}\ndata: {{\"type\":\"{type}\",{rest}}}\n\n"
        );

    private T One<T>(params T[] of) => of[random.Next(of.Length)];

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}
