using System.Text;
using Anthropic;
using Anthropic.Models.Messages;

namespace CiBudget.Capture.Tests;

/// <summary>Requests as products make them.</summary>
internal static class Ask
{
    public const string Body =
        """{"model":"claude-opus-5-5","max_tokens":64,"messages":[{"role":"user","content":"hi"}]}""";

    public static AnthropicClient Client(Server server) => Client(server.Url.ToString());

    public static AnthropicClient Client(string url) => new() { ApiKey = "test", BaseUrl = url };

    public static MessageCreateParams Question =>
        new()
        {
            MaxTokens = 64,
            Model = "claude-opus-5-5",
            Messages = [new UserMessageParam("hi")],
        };

    public static HttpRequestMessage Request(Server server, string path = "/v1/messages") =>
        Request(server.Url, path);

    public static HttpRequestMessage Request(Uri server, string path = "/v1/messages") =>
        new(HttpMethod.Post, new Uri(server, path))
        {
            Content = new StringContent(Body, Encoding.UTF8, "application/json"),
        };
}
