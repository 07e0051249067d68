using Anthropic;
using Anthropic.Aws;
using Anthropic.Bedrock;
using Anthropic.Foundry;
using Anthropic.GoogleCloud;
using Anthropic.Vertex;
using Google.Apis.Auth.OAuth2;

namespace CiBudget.Replay.Tests.Clients;

/// <summary>The official client of each cloud, as a product makes it, with its connection led to a replay server.</summary>
/// <param name="Name">The package.</param>
/// <param name="Model">How the cloud calls the model.</param>
/// <param name="Make">Makes the client.</param>
/// <param name="Path">The path that its message requests must come by; <c>*</c> stands for the rest.</param>
public sealed record CloudClient(
    string Name,
    string Model,
    Func<HttpClient, IAnthropicClient> Make,
    string Path = "/v1/messages"
)
{
    public static IEnumerable<CloudClient> All =>
        [
            new(
                "Anthropic",
                "claude-opus-5-5",
                static http => new AnthropicClient
                {
                    ApiKey = "test",
                    AuthToken = null,
                    BaseUrl = "https://api.anthropic.com",
                    HttpClient = http,
                }
            ),
            new(
                "Anthropic.Bedrock",
                "eu.anthropic.claude-opus-5-5-v1:0",
                static http =>
                    new AnthropicBedrockClient(
                        new AnthropicBedrockApiTokenCredentials
                        {
                            BearerToken = "test",
                            Region = "eu-west-1",
                        }
                    ).WithOptions(options => options with { HttpClient = http }),
                "/model/eu.anthropic.claude-opus-5-5-v1:0/invoke*"
            ),
            new(
                "Anthropic.Bedrock, Mantle",
                "anthropic.claude-opus-5-5",
                static http => new AnthropicBedrockMantleClient(
                    new MantleAwsClientOptions
                    {
                        ApiKey = "test",
                        AwsRegion = "eu-west-1",
                        ClientOptions = new() { HttpClient = http },
                    }
                ),
                "/anthropic/v1/messages"
            ),
            new(
                "Anthropic.Vertex",
                "claude-opus-5-5@20260901",
                static http =>
                    new AnthropicVertexClient(
                        new AnthropicVertexCredentials(
                            "europe-west1",
                            "project",
                            GoogleCredential.FromAccessToken("test")
                        )
                    ).WithOptions(options => options with { HttpClient = http }),
                "/v1/projects/project/locations/europe-west1/publishers/anthropic/models/claude-opus-5-5@20260901:*awPredict"
            ),
            new(
                "Anthropic.Foundry",
                "claude-opus-5-5",
                static http =>
                    new AnthropicFoundryClient(
                        new AnthropicFoundryApiKeyCredentials("test", "resource")
                    ).WithOptions(options => options with { HttpClient = http }),
                "/anthropic/v1/messages"
            ),
            new(
                "Anthropic.Aws",
                "claude-opus-5-5",
                static http => new AnthropicAwsClient(
                    new AwsClientOptions
                    {
                        ApiKey = "test",
                        AwsRegion = "eu-west-1",
                        WorkspaceId = "wrkspc_1",
                        ClientOptions = new() { HttpClient = http },
                    }
                )
            ),
            new(
                "Anthropic.GoogleCloud",
                "claude-opus-5-5",
                static http => new AnthropicGoogleCloudClient(
                    new GoogleCloudClientOptions
                    {
                        Project = "project",
                        WorkspaceId = "w",
                        TokenProvider = static _ => Task.FromResult("test"),
                        ClientOptions = new() { HttpClient = http },
                    }
                ),
                "/v1/projects/project/locations/global/workspaces/w/invoke/v1/messages"
            ),
        ];

    public override string ToString() => Name;

    /// <summary>An HttpClient whose requests end at a replay server, whatever host they are for: clouds' clients keep no port.</summary>
    public static HttpClient LedTo(Uri baseUrl) => new(new Led(baseUrl));

    private sealed class Led(Uri baseUrl) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            request.RequestUri = new Uri(
                baseUrl.ToString().TrimEnd('/') + request.RequestUri!.PathAndQuery
            );
            return base.SendAsync(request, cancellationToken);
        }
    }
}
