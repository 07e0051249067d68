using System.Text;

namespace CiBudget.Enforcement.Tests;

/// <summary>Prices in these tests: claude-opus-5-5 $4 input, $8 one-hour cache write, $20 output per million tokens, in the US 1.1 times that.</summary>
public sealed class WorstCaseTests
{
    // A token is a byte at the least, and tools may add 1,000 tokens.
    private const int Overhead = 1000;

    [Test]
    public void The_worst_case_of_a_call_knows_its_place()
    {
        RequestDemand In(string? region) =>
            new()
            {
                Model = "claude-sonnet-4-5",
                MaxTokens = 1000,
                Region = region,
            };
        decimal? Usd(string? region) =>
            WorstCase
                .Create(
                    PriceSheet.Embedded,
                    new PlannedCall(null, "claude-sonnet-4-5", 2000, 1000)
                    {
                        Demands = [In(region)],
                    }
                )
                .Usd;

        // 3,000 tokens at $3 and 1,000 at $15.
        Assert.That(Usd("global"), Is.EqualTo(0.024m));
        Assert.That(Usd("us-east5"), Is.EqualTo(0.0264m));
        Assert.That(Usd("unknown"), Is.Null);
    }

    [Test]
    public void A_plain_request_is_its_bytes_of_input_and_all_of_max_tokens()
    {
        var body = Body("\"inference_geo\": \"global\"");

        // ($4 x input + $20 x 1,000) / 1,000,000
        var input = body.Length + Overhead;
        Assert.That(
            WorstOf(body),
            Is.EqualTo(new WorstCase(input, 1000, 0.000004m * input + 0.02m))
        );
    }

    [Test]
    public void A_request_that_leaves_the_place_to_the_workspace_may_be_served_in_the_us()
    {
        // The bodies differ by the member alone: 1.1 x $4 for each byte.
        var (named, unnamed) = (Body("\"inference_geo\": \"us\""), Body());
        Assert.That(
            Usd(named) - Usd(unnamed),
            Is.EqualTo(0.0000044m * (named.Length - unnamed.Length))
        );
    }

    [Test]
    public void Fast_costs_the_price_of_fast()
    {
        var body = Body("\"speed\": \"fast\", \"inference_geo\": \"global\"");

        // Fast: $8 input, $40 output.
        Assert.That(Usd(body), Is.EqualTo(0.000008m * (body.Length + Overhead) + 0.04m));
    }

    [TestCase("""{"type":"ephemeral"}""", 5)]
    [TestCase("""{"type":"ephemeral","ttl":"5m"}""", 5)]
    [TestCase("""{"type":"ephemeral","ttl":"1h"}""", 8)]
    [TestCase("""{"type":"ephemeral","ttl":"7d"}""", 8)]
    public void A_cached_prompt_costs_what_the_write_costs(string control, int dollars)
    {
        var body = Body(
            "\"inference_geo\": \"global\", \"system\": [{\"type\":\"text\",\"text\":\"Be brief.\",\"cache_control\":"
                + control
                + "}]"
        );

        Assert.That(Usd(body), Is.EqualTo(dollars / 1_000_000m * (body.Length + Overhead) + 0.02m));
    }

    [Test]
    public void An_image_in_the_body_is_not_read_as_text()
    {
        var without = Body();
        var with = Body(content: Image("base64", new string('A', 300_000)));

        // Between them: the image's member names, and at most 4,784 tokens for the image itself.
        Assert.That(
            WorstOf(with).InputTokens - WorstOf(without).InputTokens,
            Is.EqualTo(with.Length - without.Length - 300_000 + 4784)
        );
    }

    [TestCase("""{"type":"document","source":{"type":"url","url":"https://a.test/a.pdf"}}""")]
    [TestCase("""{"type":"document","source":{"type":"file","file_id":"file_1"}}""")]
    [TestCase(
        """{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBERi0="}}"""
    )]
    [TestCase(
        """{"type":"tool_result","content":[{"type":"document","source":{"url":"https://a.test","type":"url"}}]}"""
    )]
    public void A_document_of_unknown_length_may_fill_the_window(string block) =>
        Assert.That(WorstOf(Body(content: block)).InputTokens, Is.EqualTo(1_000_000));

    [Test]
    public void A_document_of_text_is_as_long_as_its_bytes()
    {
        var body = Body(
            content: """{"type":"document","source":{"type":"text","media_type":"text/plain","data":"abc"}}"""
        );

        Assert.That(WorstOf(body).InputTokens, Is.EqualTo(body.Length + Overhead));
    }

    [Test]
    public void Web_searches_cost_each_a_cent_and_ten_rounds_of_the_window()
    {
        var body = Body(
            """
            "inference_geo": "global",
            "tools": [{"type":"web_search_20260318","name":"web_search","max_uses":5}]
            """
        );

        // 10 x 1,000,000 x $4 + 10 x 1,000 x $20 + 5 x $0.01
        Assert.That(WorstOf(body), Is.EqualTo(new WorstCase(10_000_000, 10_000, 40.25m)));
    }

    [TestCase(
        "\"tools\": [{\"type\":\"web_search_20260318\",\"name\":\"web_search\"}]",
        "declares the tool web_search without \"max_uses\""
    )]
    [TestCase(
        "\"tools\": [{\"type\":\"code_execution_20260521\",\"name\":\"code_execution\"}]",
        "declares the tool 'code_execution_20260521'"
    )]
    [TestCase(
        "\"tools\": [{\"type\":\"advisor_20260301\",\"name\":\"advisor\"}]",
        "declares the tool 'advisor_20260301'"
    )]
    [TestCase("\"fallbacks\": [{\"model\":\"claude-haiku-5-5\"}]", "asks for 'fallbacks'")]
    [TestCase(
        "\"context_management\": {\"edits\":[{\"type\":\"compact_20260112\"}]}",
        "asks for 'compact_20260112'"
    )]
    [TestCase("\"speed\": \"warp\"", "cannot be priced: no price for speed 'warp'")]
    [TestCase("\"inference_geo\": \"moon\"", "cannot be priced: no price for inference_geo 'moon'")]
    public void What_has_no_bound_has_no_worst_case(string member, string why)
    {
        var worst = WorstOf(Body(member));

        Assert.That((worst.Usd, worst.Why), Is.EqualTo(((decimal?)null, why)));
    }

    [TestCase("\"context_management\": {\"edits\":[{\"type\":\"clear_tool_uses_20250919\"}]}")]
    [TestCase("\"tools\": [{\"name\":\"look_up\",\"input_schema\":{\"type\":\"object\"}}]")]
    [TestCase("\"tools\": [{\"type\":\"bash_20250124\",\"name\":\"bash\"}]")]
    [TestCase("\"mcp_servers\": []")]
    [TestCase("\"metadata\": {\"user_id\":\"u\"}, \"thinking\": {\"type\":\"adaptive\"}")]
    public void What_runs_at_the_client_has_one(string member)
    {
        var worst = WorstOf(Body(member));

        Assert.That(worst.Usd, Is.LessThan(0.1m));
    }

    [Test]
    public void A_batch_is_half_the_sum_of_its_requests()
    {
        const string Request =
            """{"custom_id":"a","params":{"model":"claude-opus-5-5","max_tokens":1000,"inference_geo":"global","messages":[]}}""";
        var body = $"{{\"requests\":[{Request},{Request}]}}";

        // Half of $4 x (bytes + 2 x 1,000) and 2 x 1,000 x $20.
        Assert.That(
            WorstOf(body, batch: true).Usd,
            Is.EqualTo(0.000002m * (body.Length + 2 * Overhead) + 0.02m)
        );
    }

    [TestCase("{}")]
    [TestCase("not JSON")]
    [TestCase("""{"requests":[{"custom_id":"a","params":{"model":"claude-opus-5-5"}}]}""")]
    public void A_batch_that_cannot_be_read_has_none(string body) =>
        Assert.That(WorstOf(body, batch: true).Usd, Is.Null);

    private static decimal? Usd(string body) => WorstOf(body).Usd;

    private static WorstCase WorstOf(string body, bool batch = false)
    {
        var reader = new DemandReader(
            batch ? RequestDialect.MessageBatch : RequestDialect.Messages
        );
        foreach (var one in Encoding.UTF8.GetBytes(body))
            reader.Write([one]);
        return WorstCase.Create(
            PriceSheet.Embedded,
            new(null, null, reader.Length, null) { Demands = reader.Demands(), Batch = batch }
        );
    }

    private static string Image(string type, string data) =>
        $$$"""{"type":"image","source":{"type":"{{{type}}}","media_type":"image/png","data":"{{{data}}}"}}""";

    private static string Body(
        string member = "\"stream\": true",
        string content = """{"type":"text","text":"hi"}"""
    ) =>
        $$"""{"model":"claude-opus-5-5","max_tokens":1000,{{member}},"messages":[{"role":"user","content":[{{content}}]}]}""";
}
