using System.Text;

namespace CiBudget.Enforcement.Tests;

/// <summary>
/// The worst case of what is written for Bedrock's Converse or for the OpenAI-compatible endpoint. Prices: claude-opus-5-5 $4 input, $5
/// five-minute and $8 one-hour cache write, $20 output per million tokens; 1.1 times that in one region.
/// </summary>
public sealed class DialectTests
{
    // A token is a byte at the least, and tools may add 1,000 tokens.
    private const int Overhead = 1000;
    private const int Image = 4784;
    private const string Pixels =
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    [TestCase("/v1/messages", RequestDialect.Messages)]
    [TestCase("/proxy/v1/chat/completions", RequestDialect.ChatCompletions)]
    [TestCase("/model/anthropic.claude-opus-5-5/converse", RequestDialect.Converse)]
    [TestCase("/model/anthropic.claude-opus-5-5/converse-stream/", RequestDialect.Converse)]
    [TestCase("/model/anthropic.claude-opus-5-5/invoke", RequestDialect.Messages)]
    public void The_path_says_how_a_request_is_written(string path, object dialect) =>
        Assert.That(ClaudeEndpoints.DialectOf(path), Is.EqualTo(dialect));

    [TestCase("\"inferenceConfig\":{\"maxTokens\":1000}")]
    [TestCase(
        "\"inferenceConfig\":{\"maxTokens\":1000,\"topP\":0.5},\"requestMetadata\":{\"a\":\"b\"}"
    )]
    [TestCase("\"inferenceConfig\":{\"maxTokens\":1000},\"serviceTier\":{\"type\":\"default\"}")]
    [TestCase(
        "\"inferenceConfig\":{\"maxTokens\":1000},\"additionalModelRequestFields\":{\"thinking\":{\"type\":\"adaptive\"}}"
    )]
    [TestCase(
        "\"inferenceConfig\":{\"maxTokens\":1000},\"toolConfig\":{\"tools\":[{\"toolSpec\":{\"name\":\"t\",\"inputSchema\":{\"json\":{}}}}]}"
    )]
    public void Converse_is_its_bytes_of_input_and_all_of_its_most(string members)
    {
        var body = Converse(members, """{"text":"hi"}""");

        var input = body.Length + Overhead;
        Assert.That(
            OfConverse(body),
            Is.EqualTo(new WorstCase(input, 1000, (0.000004m * input) + 0.02m))
        );
    }

    [TestCase("\"max_tokens\":1000")]
    [TestCase("\"max_completion_tokens\":1000,\"max_tokens\":10")]
    [TestCase(
        "\"max_tokens\":1000,\"n\":1,\"stream\":true,\"stream_options\":{\"include_usage\":true}"
    )]
    [TestCase(
        "\"max_tokens\":1000,\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"t\",\"parameters\":{}}}]"
    )]
    public void A_chat_completion_is_its_bytes_of_input_and_all_of_its_most(string members)
    {
        var body = Chat(members, """{"type":"text","text":"hi"}""");

        // The workspace may be one of the US.
        var input = body.Length + Overhead;
        Assert.That(
            OfChat(body),
            Is.EqualTo(new WorstCase(input, 1000, 1.1m * ((0.000004m * input) + 0.02m)))
        );
    }

    [TestCase("""{"image":{"format":"png","source":{"bytes":"PIXELS"}}}""")]
    [TestCase(
        """{"toolResult":{"toolUseId":"t","content":[{"image":{"format":"png","source":{"bytes":"PIXELS"}}}]}}"""
    )]
    [TestCase("""{"guardContent":{"image":{"format":"png","source":{"bytes":"PIXELS"}}}}""")]
    public void An_image_of_Converse_is_not_read_as_text(string block)
    {
        var body = Converse(
            "\"inferenceConfig\":{\"maxTokens\":1}",
            block.Replace("PIXELS", Pixels)
        );

        Assert.That(
            OfConverse(body).InputTokens,
            Is.EqualTo(body.Length - Pixels.Length + Overhead + Image)
        );
    }

    [TestCase("data:image/png;base64," + Pixels)]
    [TestCase("https://a.test/a.png")]
    public void An_image_of_a_chat_completion_is_not_read_as_text(string url)
    {
        var body = Chat(
            "\"max_tokens\":1",
            $$$"""{"type":"image_url","image_url":{"url":"{{{url}}}"}}"""
        );

        Assert.That(
            OfChat(body).InputTokens,
            Is.EqualTo(body.Length - url.Length + Overhead + Image)
        );
    }

    [TestCase("""{"document":{"format":"pdf","name":"a","source":{"bytes":"AAAA"}}}""")]
    [TestCase(
        """{"document":{"format":"txt","name":"a","source":{"s3Location":{"uri":"s3://a/b"}}}}"""
    )]
    [TestCase(
        """{"toolResult":{"toolUseId":"t","content":[{"document":{"source":{"bytes":"AAAA"}}}]}}"""
    )]
    public void A_document_of_Converse_of_unknown_length_may_fill_the_window(string block) =>
        Assert.That(
            OfConverse(Converse("\"inferenceConfig\":{\"maxTokens\":1}", block)).InputTokens,
            Is.EqualTo(1_000_000)
        );

    [Test]
    public void A_file_of_a_chat_completion_may_fill_the_window() =>
        Assert.That(
            OfChat(
                Chat("\"max_tokens\":1", """{"type":"file","file":{"file_id":"file_1"}}""")
            ).InputTokens,
            Is.EqualTo(1_000_000)
        );

    [TestCase("""{"document":{"format":"txt","name":"a","source":{"text":"abc"}}}""")]
    [TestCase("""{"document":{"format":"txt","name":"a","source":{"content":[{"text":"abc"}]}}}""")]
    public void A_document_of_Converse_of_text_is_as_long_as_its_bytes(string block)
    {
        var body = Converse("\"inferenceConfig\":{\"maxTokens\":1}", block);

        Assert.That(OfConverse(body).InputTokens, Is.EqualTo(body.Length + Overhead));
    }

    [TestCase("""{"type":"default"}""", 5)]
    [TestCase("""{"type":"default","ttl":"5m"}""", 5)]
    [TestCase("""{"type":"default","ttl":"1h"}""", 8)]
    public void A_cache_point_of_Converse_costs_what_the_write_costs(string point, int dollars)
    {
        var body = Converse(
            "\"inferenceConfig\":{\"maxTokens\":0}",
            $$"""{"cachePoint":{{point}}}"""
        );

        Assert.That(
            OfConverse(body).Usd,
            Is.EqualTo(dollars / 1_000_000m * (body.Length + Overhead))
        );
    }

    [TestCase("", "has no max_tokens")]
    [TestCase("\"guardrailConfig\":{\"guardrailIdentifier\":\"g\"}", "asks for 'guardrailConfig'")]
    [TestCase("\"serviceTier\":{\"type\":\"priority\"}", "asks for 'priority'")]
    [TestCase("\"performanceConfig\":{\"latency\":\"optimized\"}", "asks for 'optimized'")]
    [TestCase("\"additionalModelRequestFields\":{\"tools\":[]}", "asks for 'tools'")]
    [TestCase("\"promptVariables\":{\"a\":{\"text\":\"b\"}}", "asks for 'promptVariables'")]
    [TestCase(
        "\"toolConfig\":{\"tools\":[{\"systemTool\":{\"name\":\"web\"}}]}",
        "asks for 'systemTool'"
    )]
    [TestCase("\"max_tokens\":10", "asks for 'max_tokens'")]
    public void What_Converse_leaves_open_has_no_worst_case(string members, string why) =>
        Assert.That(
            OfConverse($$"""{{{members}}{{(members.Length == 0 ? "" : ",")}}"messages":[]}""").Why,
            Is.EqualTo(why)
        );

    [TestCase("\"stream\":true", "has no max_tokens")]
    [TestCase("\"n\":2", "asks for 'n'")]
    [TestCase("\"web_search_options\":{}", "asks for 'web_search_options'")]
    [TestCase("\"tools\":[{\"type\":\"web_search\"}]", "declares the tool 'web_search'")]
    [TestCase("\"maxTokens\":10", "asks for 'maxTokens'")]
    public void What_a_chat_completion_leaves_open_has_no_worst_case(string members, string why) =>
        Assert.That(OfChat(Chat(members, "")).Why, Is.EqualTo(why));

    private static string Converse(string members, string block) =>
        $$"""{{{members}},"system":[{"text":"Be brief."}],"messages":[{"role":"user","content":[{{block}}]}]}""";

    private static string Chat(string members, string block) =>
        $$"""{"model":"claude-opus-5-5",{{members}},"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":[{{block}}]}]}""";

    /// <summary>The path names model and place.</summary>
    private static WorstCase OfConverse(string body) =>
        WorstOf(
            body,
            RequestDialect.Converse,
            demand =>
                demand with
                {
                    Model = "global.anthropic.claude-opus-5-5",
                    Region = PlaceOfService.Global,
                }
        );

    private static WorstCase OfChat(string body) =>
        WorstOf(body, RequestDialect.ChatCompletions, demand => demand);

    private static WorstCase WorstOf(
        string body,
        RequestDialect dialect,
        Func<RequestDemand, RequestDemand> asIn
    )
    {
        var reader = new DemandReader(dialect);
        foreach (var one in Encoding.UTF8.GetBytes(body))
            reader.Write([one]);
        return WorstCase.Create(
            PriceSheet.Embedded,
            new(null, null, reader.Length, null) { Demands = [.. reader.Demands().Select(asIn)] }
        );
    }
}
