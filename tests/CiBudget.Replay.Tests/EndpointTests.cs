namespace CiBudget.Replay.Tests;

/// <summary>Requests of every cloud and behind every prefix, in the words of the Claude API.</summary>
public sealed class EndpointTests
{
    [TestCase("/v1/messages", "/v1/messages")]
    [TestCase("/v1/messages/", "/v1/messages")]
    [TestCase("/gateway/eu/v1/messages", "/v1/messages")]
    [TestCase("/messages", "/v1/messages")]
    [TestCase("/proxy/messages/count_tokens", "/v1/messages/count_tokens")]
    [TestCase("/anthropic/v1/messages/count_tokens", "/v1/messages/count_tokens")]
    [TestCase("/model/eu.anthropic.claude-opus-4-6-v1:0/invoke", "/v1/messages")]
    [TestCase("/model/anthropic.claude-x/invoke-with-response-stream", "/v1/messages")]
    [TestCase("/model/anthropic.claude-x/count-tokens", "/v1/messages/count_tokens")]
    [TestCase(
        "/v1/projects/p/locations/l/publishers/anthropic/models/claude-x@20260101:rawPredict",
        "/v1/messages"
    )]
    [TestCase(
        "/v1/projects/p/locations/l/publishers/anthropic/models/count-tokens:rawPredict",
        "/v1/messages/count_tokens"
    )]
    [TestCase("/v1/projects/p/locations/l/workspaces/w/invoke/v1/messages", "/v1/messages")]
    [TestCase(
        "/base/v1/messages/batches/msgbatch_1/results",
        "/v1/messages/batches/msgbatch_1/results"
    )]
    [TestCase("/base/v1/models/claude-x", "/v1/models/claude-x")]
    [TestCase("/model/amazon.nova-pro-v1:0/invoke", "/model/amazon.nova-pro-v1:0/invoke")]
    [TestCase("/model/anthropic.claude-x/converse", "/model/anthropic.claude-x/converse")]
    [TestCase("/v1/chat/completions", "/v1/chat/completions")]
    [TestCase("/", "")]
    public void A_path_means_what_the_claude_api_means_by_it(string path, string expected) =>
        Assert.That(ApiPath.From(path), Is.EqualTo(expected));

    [TestCase("claude-opus-5-5", "claude-opus-5-5")]
    [TestCase("anthropic.claude-opus-5-5", "claude-opus-5-5")]
    [TestCase("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "claude-sonnet-4-5-20250929")]
    [TestCase("global.anthropic.claude-opus-4-6-v1", "claude-opus-4-6")]
    [TestCase("claude-sonnet-4-5@20250929", "claude-sonnet-4-5-20250929")]
    [TestCase(
        "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-4-6-v1:0",
        "claude-opus-4-6"
    )]
    [TestCase("arn:aws:bedrock:us-east-1:123:application-inference-profile/abc", null)]
    [TestCase(null, null)]
    public void A_clouds_model_has_a_name_of_its_own(string? model, string? expected) =>
        Assert.That(CloudPath.BareModel(model), Is.EqualTo(expected));

    [TestCase("/model/anthropic.claude-x/invoke", false, true)]
    [TestCase("/model/anthropic.claude-x/invoke-with-response-stream", true, true)]
    [TestCase("/v1/projects/p/publishers/anthropic/models/claude-x:rawPredict", false, false)]
    [TestCase("/v1/projects/p/publishers/anthropic/models/claude-x:streamRawPredict", true, false)]
    public void A_clouds_path_says_the_form_of_the_answer(string path, bool stream, bool bedrock) =>
        Assert.That(
            CloudPath.Parse(path),
            Is.EqualTo(
                new CloudPath(
                    path.Contains("anthropic.") ? "anthropic.claude-x" : "claude-x",
                    stream,
                    bedrock
                )
            )
        );

    [Test]
    public void The_path_of_a_step_matches_on_every_cloud_and_its_model_by_its_own_name()
    {
        var when = StepMatch.Messages with { Model = "claude-opus-*" };

        Assert.That(
            when.Matches(
                "POST",
                "/model/eu.anthropic.claude-opus-5-5/invoke",
                "claude-opus-5-5",
                false
            ),
            Is.True
        );
        Assert.That(
            when.Matches("POST", "/v1/messages", "eu.anthropic.claude-opus-5-5-v1:0", false),
            Is.True
        );
        Assert.That(when.Matches("GET", "/v1/messages", "claude-opus-5-5", false), Is.False);
        Assert.That(when.Matches("POST", "/v1/models", "claude-opus-5-5", false), Is.False);
    }

    [TestCase("success", true, 12)]
    [TestCase("credit-balance-too-low-mid-stream", false, 25)]
    public void Bedrocks_stream_is_read_by_the_meter(string name, bool isWhole, int input)
    {
        var step = Scenario.Find(name).Steps[0];
        var answer = AnswerBuilder.Build(step, new("claude-opus-5-5", Stream: true, Bedrock: true));
        var reader = new UsageReader(BodyShape.BedrockEventStream, null, answer.Status);
        foreach (var frame in answer.Frames)
            reader.Write(frame.Bytes.Span);

        reader.Complete(endOfBody: true);

        var read = reader.Message!;
        Assert.That(read.Parts.Sum(static part => part.InputTokens), Is.EqualTo(input));
        Assert.That(read.Error is null, Is.EqualTo(isWhole));
        Assert.That(
            answer.Headers.Select(static h => h.Key + ": " + h.Value),
            Has.Member("content-type: application/vnd.amazon.eventstream")
                .And.Member("x-amzn-bedrock-content-type: application/json")
        );
    }

    [TestCase("""{"messages":[{"role":"user","content":"hi"}]}""", false)]
    [TestCase(
        """{"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t"}]}]}""",
        true
    )]
    [TestCase(
        """{"messages":[{"content":[{"type":"tool_result"}]},{"role":"user","content":"and now?"}]}""",
        false
    )]
    [TestCase(
        """{"messages":[{"content":[{"tool_use_id":"t","type":"tool_result","content":"x"},{"type":"text","text":"y"}]}],"model":"m"}""",
        true
    )]
    [TestCase("""{"messages":[{"content":[{"type":"text","text":"tool_result"}]}]}""", false)]
    public async Task The_last_message_brings_a_tools_result_or_does_not(string body, bool expected)
    {
        var reader = new RequestBodyReader();
        await reader.ReadAsync(System.Text.Encoding.UTF8.GetBytes(body), null, default);

        Assert.That(reader.ToolResult, Is.EqualTo(expected));
    }
}
