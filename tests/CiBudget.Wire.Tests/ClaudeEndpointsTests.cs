namespace CiBudget.Wire.Tests;

public sealed class ClaudeEndpointsTests
{
    private const string Bedrock = "bedrock-runtime.us-east-1.amazonaws.com";
    private const string BedrockModel = "/model/us.anthropic.claude-opus-4-5-20251101-v1%3A0";
    private const string VertexModels =
        "/v1/projects/p/locations/us-east5/publishers/anthropic/models/";

    [TestCase("POST", "/v1/messages", ClaudeEndpoint.Messages)]
    [TestCase("POST", "/v1/messages?beta=true", ClaudeEndpoint.Messages)]
    [TestCase("POST", "/v1/messages/", ClaudeEndpoint.Messages)]
    [TestCase("POST", "/v1/messages/count_tokens", ClaudeEndpoint.CountTokens)]
    [TestCase("POST", "/v1/messages/batches", ClaudeEndpoint.BatchCreation)]
    [TestCase("GET", "/v1/messages/batches", ClaudeEndpoint.Free)]
    [TestCase("GET", "/v1/messages/batches/msgbatch_1", ClaudeEndpoint.Free)]
    [TestCase("POST", "/v1/messages/batches/msgbatch_1/cancel", ClaudeEndpoint.Free)]
    [TestCase("GET", "/v1/messages/batches/msgbatch_1/results", ClaudeEndpoint.BatchResults)]
    [TestCase("POST", "/v1/complete", ClaudeEndpoint.Complete)]
    [TestCase("GET", "/v1/models", ClaudeEndpoint.Free)]
    [TestCase("POST", "/v1/files", ClaudeEndpoint.Free)]
    [TestCase("POST", "/v1/skills?beta=true", ClaudeEndpoint.Free)]
    [TestCase("GET", "/v1/organizations/usage_report/messages", ClaudeEndpoint.Free)]
    [TestCase("POST", "/v1/oauth/token", ClaudeEndpoint.Free)]
    [TestCase("POST", "/v1/sessions", ClaudeEndpoint.Unknown)]
    [TestCase("POST", "/v2/messages", ClaudeEndpoint.Unknown)]
    [TestCase("POST", "/v1/messages/new_thing", ClaudeEndpoint.Unknown)]
    [TestCase("POST", "/v1/modelsmith", ClaudeEndpoint.Unknown)]
    [TestCase("POST", "/", ClaudeEndpoint.Unknown)]
    [TestCase("GET", "/v1/sessions/1", ClaudeEndpoint.Free)]
    [TestCase("GET", "/v1/messages", ClaudeEndpoint.Free)]
    [TestCase("HEAD", "/v1/messages", ClaudeEndpoint.Free)]
    [TestCase("OPTIONS", "/v1/messages", ClaudeEndpoint.Free)]
    [TestCase("DELETE", "/v1/messages", ClaudeEndpoint.Free)]
    [TestCase("GET", "/v1/files/file_1/results", ClaudeEndpoint.Free)]
    public void Paths_of_the_api(string method, string path, ClaudeEndpoint expected)
    {
        Assert.That(Match("api.anthropic.com", path, method), Is.EqualTo(expected));
        Assert.That(Match("API.Anthropic.com", path, method), Is.EqualTo(expected));
        Assert.That(
            Match("aws-external-anthropic.us-west-2.api.aws", path, method),
            Is.EqualTo(expected)
        );
    }

    [TestCase(Bedrock, BedrockModel + "/invoke", ClaudeEndpoint.Messages)]
    [TestCase(Bedrock, BedrockModel + "/invoke-with-response-stream", ClaudeEndpoint.Messages)]
    [TestCase(Bedrock, BedrockModel + "/count-tokens", ClaudeEndpoint.CountTokens)]
    [TestCase(Bedrock, BedrockModel + "/converse", ClaudeEndpoint.Messages)]
    [TestCase(Bedrock, BedrockModel + "/converse-stream", ClaudeEndpoint.Messages)]
    [TestCase(Bedrock, BedrockModel + "/async-invoke", ClaudeEndpoint.Unknown)]
    [TestCase("api.anthropic.com", "/v1/chat/completions", ClaudeEndpoint.Messages)]
    [TestCase(
        Bedrock,
        "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Aapplication-inference-profile%2Fx/invoke",
        ClaudeEndpoint.Messages
    )]
    [TestCase(
        Bedrock,
        "/model/anthropic.claude-haiku-4-5-20251001-v1%3A0/invoke",
        ClaudeEndpoint.Messages
    )]
    [TestCase(
        "bedrock-runtime.eu-west-1.api.aws",
        BedrockModel + "/invoke",
        ClaudeEndpoint.Messages
    )]
    [TestCase(Bedrock, "/v1/messages", ClaudeEndpoint.Messages)]
    [TestCase(
        "bedrock-runtime-fips.us-gov-west-1.amazonaws.com",
        BedrockModel + "/invoke",
        ClaudeEndpoint.Messages
    )]
    [TestCase(
        "bedrock-mantle.eu-west-1.api.aws",
        "/anthropic/v1/messages",
        ClaudeEndpoint.Messages
    )]
    [TestCase(
        "us-east5-aiplatform.googleapis.com",
        VertexModels + "claude-opus-4-5@20251101:rawPredict",
        ClaudeEndpoint.Messages
    )]
    [TestCase(
        "aiplatform.googleapis.com",
        VertexModels + "claude-opus-5-5:streamRawPredict",
        ClaudeEndpoint.Messages
    )]
    [TestCase(
        "aiplatform.eu.rep.googleapis.com",
        VertexModels + "claude-opus-5-5:rawPredict",
        ClaudeEndpoint.Messages
    )]
    [TestCase(
        "aiplatform.googleapis.com",
        "/publishers/anthropic/models/claude-opus-5-5:rawPredict",
        ClaudeEndpoint.Messages
    )]
    [TestCase(
        "aiplatform.googleapis.com",
        VertexModels + "count-tokens:rawPredict",
        ClaudeEndpoint.CountTokens
    )]
    [TestCase(
        "aiplatform.googleapis.com",
        VertexModels + "claude-opus-5-5:newPredict",
        ClaudeEndpoint.Unknown
    )]
    [TestCase(
        "claude.googleapis.com",
        "/v1/projects/p/locations/l/workspaces/w/invoke/v1/messages",
        ClaudeEndpoint.Messages
    )]
    [TestCase(
        "claude.googleapis.com",
        "/v1/projects/p/locations/l/workspaces/w/invoke/v1/messages/count_tokens",
        ClaudeEndpoint.CountTokens
    )]
    [TestCase("my-team.services.ai.azure.com", "/anthropic/v1/messages", ClaudeEndpoint.Messages)]
    public void Paths_of_the_clouds(string host, string path, ClaudeEndpoint expected)
    {
        Assert.That(Match(host, path, "POST"), Is.EqualTo(expected));
    }

    [TestCase("example.com", "/v1/messages")]
    [TestCase("api.anthropic.com.example.com", "/v1/messages")]
    [TestCase("notapi.anthropic.com", "/v1/messages")]
    [TestCase("storage.googleapis.com", "/v1/messages")]
    [TestCase("s3.us-east-1.amazonaws.com", BedrockModel + "/invoke")]
    [TestCase(Bedrock, "/model/amazon.titan-text-express-v1/invoke")]
    [TestCase(Bedrock, "/guardrail/g/version/1/apply")]
    [TestCase(
        "aiplatform.googleapis.com",
        "/v1/projects/p/locations/l/publishers/google/models/gemini-pro:generateContent"
    )]
    [TestCase(
        "aiplatform.googleapis.com",
        "/v1/projects/a:b/publishers/anthropic/models/claude-opus-5-5"
    )]
    [TestCase("storage.eu.rep.googleapis.com", VertexModels + "claude-opus-5-5:rawPredict")]
    [TestCase("aiplatform.eu.googleapis.com", VertexModels + "claude-opus-5-5:rawPredict")]
    [TestCase("bedrock-agent.us-east-1.api.aws", "/anthropic/v1/messages")]
    [TestCase("bedrock-agent.us-east-1.api.aws", BedrockModel + "/invoke")]
    [TestCase("my-team.services.ai.azure.com", "/openai/v1/chat/completions")]
    [TestCase("bedrock-mantle.eu-west-1.api.aws", "/v1/chat/completions")]
    [TestCase(Bedrock, "/openai/v1/chat/completions")]
    [TestCase("127.0.0.1", "/v1/messages")]
    public void Others_are_no_claude_calls(string host, string path)
    {
        Assert.That(Match(host, path, "POST"), Is.Null);
    }

    [TestCase("127.0.0.1:8080", "127.0.0.1", 8080, "/v1/messages", ClaudeEndpoint.Messages)]
    [TestCase("127.0.0.1:8080", "127.0.0.1", 8080, "/proxy/v1/messages", ClaudeEndpoint.Messages)]
    [TestCase(
        "127.0.0.1:8080",
        "127.0.0.1",
        8080,
        "/proxy/v1/messages/count_tokens",
        ClaudeEndpoint.CountTokens
    )]
    [TestCase("127.0.0.1:8080", "127.0.0.1", 8080, "/health", ClaudeEndpoint.Unknown)]
    [TestCase("127.0.0.1:8080", "127.0.0.1", 8081, "/v1/messages", null)]
    [TestCase("127.0.0.1:808", "127.0.0.1", 8080, "/v1/messages", null)]
    [TestCase(
        "claude.proxy.test",
        "Claude.Proxy.Test",
        443,
        "/v1/messages",
        ClaudeEndpoint.Messages
    )]
    [TestCase("claude.proxy.test", "my-claude.proxy.test", 443, "/v1/messages", null)]
    [TestCase(
        "claude.proxy.test/claude/",
        "claude.proxy.test",
        443,
        "/claude/v1/messages",
        ClaudeEndpoint.Messages
    )]
    [TestCase("claude.proxy.test/claude", "claude.proxy.test", 443, "/claudette/v1/messages", null)]
    [TestCase("claude.proxy.test/claude", "claude.proxy.test", 443, "/other", null)]
    [TestCase("[::1]:8080", "[::1]", 8080, "/v1/messages", ClaudeEndpoint.Messages)]
    [TestCase("[::1]", "[::1]", 8080, "/v1/messages", ClaudeEndpoint.Messages)]
    [TestCase(
        "gateway.test",
        "gateway.test",
        80,
        BedrockModel + "/invoke",
        ClaudeEndpoint.Messages
    )]
    [TestCase(
        "gateway.test",
        "gateway.test",
        80,
        VertexModels + "claude-opus-5-5:rawPredict",
        ClaudeEndpoint.Messages
    )]
    [TestCase(
        "claude.proxy.test/claude",
        "claude.proxy.test",
        443,
        "/claude",
        ClaudeEndpoint.Unknown
    )]
    [TestCase("gateway.test:8089", "gateway.test", 8089, "/v1/messages", ClaudeEndpoint.Messages)]
    [TestCase("gateway.test:65535", "gateway.test", 65535, "/v1/messages", ClaudeEndpoint.Messages)]
    // No port, however it is counted: the letter is 49 above the digit zero; the number is 80 and 2 to the power of 32.
    [TestCase("gateway.test:80a", "gateway.test", 849, "/v1/messages", null)]
    [TestCase("gateway.test:4294967376", "gateway.test", 80, "/v1/messages", null)]
    [TestCase("gateway.test:", "gateway.test", 0, "/v1/messages", null)]
    [TestCase("gateway.test:x", "gateway.test", 80, "/v1/messages", null)]
    [TestCase("", "gateway.test", 80, "/v1/messages", null)]
    public void Extra_hosts_are_claudes_too(
        string extra,
        string host,
        int port,
        string path,
        ClaudeEndpoint? expected
    )
    {
        Assert.That(
            ClaudeEndpoints.Match(host, port, path, "POST", ["other.test", extra]),
            Is.EqualTo(expected)
        );
        Assert.That(
            ClaudeEndpoints.Match(
                host,
                port,
                path,
                "POST",
                new HashSet<string> { "other.test", extra }
            ),
            Is.EqualTo(expected)
        );
    }

    [Test]
    public void A_foreign_host_costs_no_allocation()
    {
        IReadOnlyCollection<string> extra = ["127.0.0.1:8080", "claude.proxy.test"];
        string[] hosts =
        [
            "example.com",
            "storage.googleapis.com",
            "s3.eu-west-1.amazonaws.com",
            "127.0.0.1",
            Bedrock,
        ];
        bool AnyMatches() =>
            Array.Exists(
                hosts,
                host => ClaudeEndpoints.Match(host, 443, "/items/1", "POST", extra) is not null
            );
        Func<bool> any = AnyMatches;
        any();

        var before = GC.GetAllocatedBytesForCurrentThread();
        var matched = false;
        foreach (var host in hosts)
            matched |= ClaudeEndpoints.Match(host, 443, "/items/1", "POST", extra) is not null;
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(matched, Is.False);
        Assert.That(allocated, Is.Zero);
    }

    [TestCase(BedrockModel + "/invoke?x=1", "us.anthropic.claude-opus-4-5-20251101-v1:0")]
    [TestCase(
        VertexModels + "claude-opus-4-5@20251101:streamRawPredict",
        "claude-opus-4-5@20251101"
    )]
    [TestCase(VertexModels + "count-tokens:rawPredict", null)]
    [TestCase("/v1/messages", null)]
    [TestCase("/model/", null)]
    [TestCase("/model//invoke", null)]
    public void The_model_of_a_path(string path, string? model)
    {
        Assert.That(ClaudeEndpoints.ModelOf(path), Is.EqualTo(model));
    }

    [TestCase("application/json", ClaudeEndpoint.Messages, 200, BodyShape.Json)]
    [TestCase(
        "text/event-stream; charset=utf-8",
        ClaudeEndpoint.Messages,
        200,
        BodyShape.EventStream
    )]
    [TestCase("TEXT/EVENT-STREAM", ClaudeEndpoint.Messages, 200, BodyShape.EventStream)]
    [TestCase(
        "application/vnd.amazon.eventstream",
        ClaudeEndpoint.Messages,
        200,
        BodyShape.BedrockEventStream
    )]
    [TestCase("application/json", ClaudeEndpoint.CountTokens, 200, BodyShape.Json)]
    [TestCase("application/x-jsonl", ClaudeEndpoint.BatchResults, 200, BodyShape.JsonLines)]
    [TestCase("application/binary", ClaudeEndpoint.BatchResults, 200, BodyShape.JsonLines)]
    [TestCase(null, ClaudeEndpoint.BatchResults, 200, BodyShape.JsonLines)]
    [TestCase("application/json", ClaudeEndpoint.BatchResults, 200, BodyShape.JsonLines)]
    [TestCase("text/event-stream", ClaudeEndpoint.BatchResults, 200, BodyShape.JsonLines)]
    [TestCase(null, ClaudeEndpoint.BatchResults, 404, BodyShape.Json)]
    [TestCase("application/x-ndjson", ClaudeEndpoint.Messages, 200, BodyShape.Json)]
    [TestCase(null, ClaudeEndpoint.BatchResults, 399, BodyShape.JsonLines)]
    [TestCase(null, ClaudeEndpoint.BatchResults, 400, BodyShape.Json)]
    [TestCase(null, ClaudeEndpoint.Free, 399, BodyShape.None)]
    [TestCase(null, ClaudeEndpoint.Free, 400, BodyShape.Json)]
    [TestCase(null, ClaudeEndpoint.Messages, 200, BodyShape.Json)]
    [TestCase("text/html", ClaudeEndpoint.Messages, 502, BodyShape.Json)]
    [TestCase("application/json", ClaudeEndpoint.Free, 200, BodyShape.None)]
    [TestCase("application/json", ClaudeEndpoint.Unknown, null, BodyShape.None)]
    [TestCase("text/event-stream", ClaudeEndpoint.Complete, 200, BodyShape.None)]
    [TestCase("application/json", ClaudeEndpoint.Free, 402, BodyShape.Json)]
    public void The_shape_of_an_answer(
        string? contentType,
        ClaudeEndpoint endpoint,
        int? status,
        BodyShape expected
    )
    {
        Assert.That(ClaudeEndpoints.ShapeOf(contentType, endpoint, status), Is.EqualTo(expected));
    }

    [TestCase("POST", "/v1/messages/batches", true)]
    [TestCase("POST", "/proxy/v1/messages/batches/?beta=true", true)]
    [TestCase("GET", "/v1/messages/batches", false)]
    [TestCase("POST", "/v1/messages/batches/msgbatch_1/cancel", false)]
    [TestCase("POST", "/v1/messages", false)]
    public void Posting_to_the_batches_creates_one(string method, string path, bool creates) =>
        Assert.That(
            ClaudeEndpoints.Match("api.anthropic.com", 443, path, method, [])
                == ClaudeEndpoint.BatchCreation,
            Is.EqualTo(creates)
        );

    [TestCase("vpce-1-2.bedrock-runtime.us-east-1.vpce.amazonaws.com", BedrockModel + "/invoke")]
    [TestCase("vpce-1-2.bedrock-mantle.us-east-1.vpce.amazonaws.com", "/anthropic/v1/messages")]
    [TestCase("vpce-1.aws-external-anthropic.us-east-1.vpce.amazonaws.com", "/v1/messages")]
    [TestCase("shop.openai.azure.com", "/anthropic/v1/messages")]
    [TestCase("shop.cognitiveservices.azure.com", "/anthropic/v1/messages")]
    [TestCase("shop.cognitiveservices.azure.us", "/anthropic/v1/messages")]
    [TestCase(
        "us-east5-aiplatform-psc.p.googleapis.com",
        VertexModels + "claude-opus-5-5:rawPredict"
    )]
    [TestCase("claude.eu.rep.googleapis.com", "/v1/projects/p/locations/l/v1/messages")]
    public void Hosts_met_in_the_wild(string host, string path) =>
        Assert.That(Match(host, path, "POST"), Is.EqualTo(ClaudeEndpoint.Messages));

    [TestCase("shop.openai.azure.com", "/openai/deployments/gpt/chat/completions")]
    [TestCase("shop.cognitiveservices.azure.com", "/vision/v3.2/analyze")]
    [TestCase("vpce-1-2.s3.us-east-1.vpce.amazonaws.com", "/bucket")]
    public void Their_other_services_are_none_of_Claudes(string host, string path) =>
        Assert.That(Match(host, path, "POST"), Is.Null);

    [TestCase("arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Aprompt%2FABCDEFGHIJ%3A1")]
    [TestCase("arn:aws:bedrock:us-east-1:1:prompt/ABCDEFGHIJ")]
    [TestCase("a1b2c3d4e5f6")]
    [TestCase("arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Aprovisioned-model%2Fabc")]
    [TestCase("arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Acustom-model-deployment%2Fabc")]
    [TestCase("us.claude-next")]
    [TestCase("jp.anthropic.claude-sonnet-4-5-20250929-v1:0")]
    [TestCase("arn%3Aaws%3Abedrock%3A%3A1%3Ainference-profile%2Fglobal.anthropic.claude-x")]
    public void A_Bedrock_model_that_may_be_Claudes_is_counted(string model) =>
        Assert.That(
            Match(Bedrock, $"/model/{model}/invoke", "POST"),
            Is.EqualTo(ClaudeEndpoint.Messages)
        );

    [TestCase("amazon.nova-pro-v1:0")]
    [TestCase("amazon.titan-embed-text-v2%3A0")]
    [TestCase("us.meta.llama4-maverick-17b-instruct-v1:0")]
    [TestCase("us-gov.amazon.nova-pro-v1:0")]
    [TestCase("openai.gpt-oss-120b-1:0")]
    [TestCase("qwen.qwen3-coder-480b-a35b-v1:0")]
    [TestCase("arn%3Aaws%3Abedrock%3Aus-east-1%3A%3Afoundation-model%2Famazon.nova-lite-v1%3A0")]
    [TestCase("arn%3aaws%3abedrock%3aus-east-1%3a1%3ainference-profile%2fus.amazon.nova-lite-v1")]
    [TestCase("arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Aimported-model%2Fabc")]
    public void A_Bedrock_model_of_another_vendor_is_not(string model) =>
        Assert.That(Match(Bedrock, $"/model/{model}/invoke", "POST"), Is.Null);

    [TestCase("post", "/v1/messages", ClaudeEndpoint.Messages)]
    [TestCase("Post", "/v1/messages/batches", ClaudeEndpoint.BatchCreation)]
    [TestCase("get", "/v1/messages/batches/msgbatch_1/results", ClaudeEndpoint.BatchResults)]
    [TestCase("get", "/v1/models", ClaudeEndpoint.Free)]
    public void Methods_are_the_same_in_every_case(
        string method,
        string path,
        ClaudeEndpoint expected
    ) => Assert.That(Match("api.anthropic.com", path, method), Is.EqualTo(expected));

    private static ClaudeEndpoint? Match(string host, string path, string method) =>
        ClaudeEndpoints.Match(host, 443, path, method, []);
}
