namespace CiBudget.Tests;

/// <summary>Where a request asks to be served, read from its host, its path and the model's id.</summary>
public sealed class PlaceOfServiceTests
{
    private const string Api = "/v1/messages";
    private const string Bedrock = "bedrock-runtime.us-east-1.amazonaws.com";

    // The Claude API, Claude Platform on AWS and Claude on Google Cloud say it in the answer.
    [TestCase("api.anthropic.com", Api, "claude-sonnet-4-6", null)]
    [TestCase("aws-external-anthropic.us-east-1.api.aws", Api, "claude-sonnet-4-6", null)]
    [TestCase(
        "claude.googleapis.com",
        "/v1/projects/p/locations/us-east5/workspaces/w/invoke/v1/messages",
        "claude-sonnet-4-6",
        null
    )]
    [TestCase("team.services.ai.azure.com", "/anthropic/v1/messages", "my-deployment", null)]
    [TestCase("gateway.test", Api, "claude-sonnet-4-6", null)]
    // Bedrock: the profile in the id, or the host's region for a bare id.
    [TestCase(Bedrock, "/model/m/invoke", "global.anthropic.claude-sonnet-4-6", "global")]
    [TestCase(Bedrock, "/model/m/invoke", "us.anthropic.claude-sonnet-4-6", "us")]
    [TestCase(Bedrock, "/model/m/invoke", "us-gov.anthropic.claude-sonnet-4-6", "us-gov")]
    [TestCase(Bedrock, "/model/m/invoke", "ca.anthropic.claude-sonnet-4-6", "ca")]
    [TestCase(Bedrock, "/model/m/invoke", "anthropic.claude-sonnet-4-6", "us-east-1")]
    [TestCase(Bedrock, "/model/m/invoke", "xx.anthropic.claude-sonnet-4-6", "unknown")]
    [TestCase(Bedrock, Api, "claude-sonnet-4-6", "us-east-1")]
    [TestCase(Bedrock, "/model/m/converse", null, "us-east-1")]
    [TestCase(
        "vpce-0a1b.bedrock-runtime.eu-west-3.vpce.amazonaws.com",
        "/model/m/invoke",
        "anthropic.claude-sonnet-4-6",
        "eu-west-3"
    )]
    [TestCase(
        "bedrock-mantle.ap-south-1.api.aws",
        "/anthropic/v1/messages",
        "claude-opus-5-5",
        "ap-south-1"
    )]
    [TestCase("gateway.test", "/model/m/invoke", "anthropic.claude-sonnet-4-6", "regional")]
    [TestCase("gateway.test", Api, "eu.anthropic.claude-sonnet-4-6", "eu")]
    [TestCase("gateway.test", Api, "bedrock/us.anthropic.claude-sonnet-4-6", "us")]
    [TestCase("gateway.test", Api, "bedrock/anthropic.claude-sonnet-4-6", "regional")]
    [TestCase("gateway.test", Api, "anthropic/claude-sonnet-4-6", null)]
    // ARNs: what hides the model hides its place.
    [TestCase(
        Bedrock,
        "/model/m/invoke",
        "arn:aws:bedrock:us-east-1:123456789012:inference-profile/eu.anthropic.claude-sonnet-4-6",
        "eu"
    )]
    [TestCase(
        Bedrock,
        "/model/m/invoke",
        "arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-sonnet-4-6",
        "us-west-2"
    )]
    [TestCase(
        Bedrock,
        "/model/m/invoke",
        "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3",
        "unknown"
    )]
    [TestCase(
        Bedrock,
        "/model/m/invoke",
        "arn:aws:bedrock:us-east-1:123456789012:provisioned-model/a1b2c3",
        "unknown"
    )]
    [TestCase(Bedrock, "/model/a1b2c3/invoke", "a1b2c3", "unknown")]
    // Vertex: the location in the path.
    [TestCase(
        "aiplatform.googleapis.com",
        "/v1/projects/p/locations/global/publishers/anthropic/models/claude-sonnet-4-6:rawPredict",
        "claude-sonnet-4-6",
        "global"
    )]
    [TestCase(
        "us-east5-aiplatform.googleapis.com",
        "/v1/projects/p/locations/us-east5/publishers/anthropic/models/claude-sonnet-4-6:rawPredict",
        "claude-sonnet-4-6",
        "us-east5"
    )]
    [TestCase(
        "aiplatform.eu.rep.googleapis.com",
        "/v1/projects/p/locations/eu/publishers/anthropic/models/claude-sonnet-4-6:streamRawPredict",
        "claude-sonnet-4-6",
        "eu"
    )]
    [TestCase(
        "gateway.test",
        "/v1/projects/p/locations/europe-west1/publishers/anthropic/models/claude-sonnet-4-6:rawPredict",
        "claude-sonnet-4-6",
        "europe-west1"
    )]
    public void The_region_is_the_one_that_was_asked_for(
        string host,
        string path,
        string? model,
        string? region
    ) => Assert.That(PlaceOfService.Get(host, path, model), Is.EqualTo(region));
}
