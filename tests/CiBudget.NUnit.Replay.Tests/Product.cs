using Anthropic;
using Anthropic.Models.Messages;

namespace Replaying;

/// <summary>Code that knows nothing of CiBudget: it makes its own client, for the real address.</summary>
internal static class Product
{
    private static readonly HttpClient Http = new()
    {
        BaseAddress = new Uri("https://api.anthropic.com/"),
    };

    public static async Task<string> AskAsync(string model = "claude-opus-5-5")
    {
        var answer = await Client().Messages.Create(Question(model));
        return string.Concat(
            answer.Content.Select(block => block.TryPickText(out var text) ? text.Text : "")
        );
    }

    public static async Task StreamAsync()
    {
        await foreach (var _ in Client().Messages.CreateStreaming(Question("claude-opus-5-5"))) { }
    }

    /// <summary>The status of a call without the SDK.</summary>
    public static async Task<int> AskPlainlyAsync()
    {
        using var body = new StringContent(
            """{"model":"claude-opus-5-5","max_tokens":8,"messages":[]}"""
        );
        using var answer = await Http.PostAsync(new Uri("v1/messages", UriKind.Relative), body);
        return (int)answer.StatusCode;
    }

    private static AnthropicClient Client() =>
        new() { ApiKey = "no-key-needed", BaseUrl = "https://api.anthropic.com" };

    private static MessageCreateParams Question(string model) =>
        new()
        {
            Model = model,
            MaxTokens = 64,
            Messages = [new UserMessageParam("hi")],
        };
}
