using Anthropic;
using Anthropic.Models.Messages;

namespace CiBudget.Replay.Conformance;

/// <summary>The official SDK, as a product would use it.</summary>
internal static class Sdk
{
    public static readonly Version Version = new(13, 12);

    public static AnthropicClient Client(Uri baseUrl) =>
        new() { ApiKey = "test", BaseUrl = baseUrl.ToString() };

    public static MessageCreateParams Hi(string model = "claude-opus-5-5") =>
        new()
        {
            Model = model,
            MaxTokens = 64,
            Messages = [new UserMessageParam("hi")],
        };

    public static Task<Message> Ask(IPlayedScenario played, string model = "claude-opus-5-5") =>
        Client(played.BaseUrl).Messages.Create(Hi(model));

    /// <summary>Reads a stream to its end; what came before a failure is kept.</summary>
    public static async Task<(List<RawMessageStreamEvent> Events, Exception? Failure)> Stream(
        IPlayedScenario played,
        string model = "claude-opus-5-5"
    )
    {
        var events = new List<RawMessageStreamEvent>();
        try
        {
            await foreach (var e in Client(played.BaseUrl).Messages.CreateStreaming(Hi(model)))
                events.Add(e);

            return (events, null);
        }
        catch (Exception e)
        {
            return (events, e);
        }
    }
}
