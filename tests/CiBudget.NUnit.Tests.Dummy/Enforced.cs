using Anthropic;
using Anthropic.Models.Messages;
using CiBudget.NUnit;

namespace Dummy.Enforced;

/// <summary>Product code on the official SDK, with its two retries as they are.</summary>
internal static class Product
{
    private static readonly AnthropicClient Client = new() { ApiKey = "test" };

    public static Task Ask(long maxTokens) =>
        Client.Messages.Create(
            new MessageCreateParams
            {
                Model = "claude-haiku-4-5",
                MaxTokens = maxTokens,
                Messages = [new UserMessageParam("hi")],
            }
        );

    public static Task Count() =>
        Client.Messages.CountTokens(
            new MessageCountTokensParams
            {
                Model = "claude-haiku-4-5",
                Messages = [new UserMessageParam("hi")],
            }
        );
}

public sealed class Stopped
{
    [Test]
    public Task Fits() => Product.Ask(100);

    [Test]
    public Task Asks_for_more_than_there_is() => Product.Ask(64_000);

    [Test]
    public async Task Counting_reserves_nothing() => await Product.Count();

    [Test, Replay("success")]
    public Task A_replayed_call_reserves_nothing() => Product.Ask(64_000);
}

public sealed class Soft
{
    [Test]
    public async Task Is_refused_only_once_the_limit_is_used_up()
    {
        await Product.Ask(100);
        await Product.Ask(100);
    }
}
