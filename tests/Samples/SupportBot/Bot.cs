using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;

namespace SupportBot;

/// <summary>Answers customers' questions with Claude.</summary>
public sealed class Bot
{
    private const int TransientAttempts = 3;

    private readonly AnthropicClient _client;
    private readonly BotOptions _options;

    /// <summary>Makes a bot. The key comes from <c>ANTHROPIC_API_KEY</c>, as the SDK reads it.</summary>
    public Bot(BotOptions? options = null)
    {
        _options = options ?? new BotOptions();
        // The SDK would repeat every 429, those that mean "no money" too; the bot repeats only what can get better.
        _client = _options.BaseUrl is { } url
            ? new AnthropicClient { MaxRetries = 0, BaseUrl = url.ToString() }
            : new AnthropicClient { MaxRetries = 0 };
    }

    /// <summary>Answers one question.</summary>
    public Task<BotReply> AnswerAsync(string question, CancellationToken cancellation = default) =>
        ReplyAsync(model => Question(model, question), cancellation);

    /// <summary>Answers from the handbook, which is the same in every call and therefore cached.</summary>
    public Task<BotReply> AnswerFromHandbookAsync(
        string handbook,
        string question,
        CancellationToken cancellation = default
    ) =>
        ReplyAsync(
            model =>
                Question(model, question) with
                {
                    System = new List<TextBlockParam>
                    {
                        new(handbook) { CacheControl = new CacheControlEphemeral() },
                    },
                },
            cancellation
        );

    /// <summary>Writes an answer piece by piece. A billing failure on the way ends it with <see cref="BotReply.BillingUnavailable"/>.</summary>
    /// <param name="question">The customer's question.</param>
    /// <param name="onText">Hears every piece as it comes.</param>
    /// <param name="cancellation">Stops the answer.</param>
    public async Task<BotReply> StreamAnswerAsync(
        string question,
        Action<string> onText,
        CancellationToken cancellation = default
    )
    {
        var text = new StringBuilder();
        try
        {
            await foreach (
                var piece in TextOf(Question(_options.Model, question), cancellation)
                    .ConfigureAwait(false)
            )
            {
                text.Append(piece);
                onText(piece);
            }

            return new BotReply.Answered(text.ToString(), _options.Model);
        }
        catch (AnthropicServiceException failure)
            when (BillingProblem.From(failure, text.ToString()) is { } unavailable)
        {
            return unavailable;
        }
    }

    /// <summary>Asks Claude which order a customer means; null when Claude does not ask for the look-up tool.</summary>
    public async Task<string?> FindOrderAsync(
        string message,
        CancellationToken cancellation = default
    )
    {
        var request = Question(_options.Model, message) with { Tools = [OrderTool] };
        var answer = await _client.Messages.Create(request, cancellation).ConfigureAwait(false);
        foreach (var block in answer.Content)
        {
            if (block.TryPickToolUse(out var use) && use.Input.TryGetValue("order", out var order))
                return order.ToString();
        }

        return null;
    }

    /// <summary>Reads the summaries that a finished batch wrote, by ticket.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ReadSummariesAsync(
        string batch,
        CancellationToken cancellation = default
    )
    {
        var summaries = new Dictionary<string, string>();
        await foreach (
            var line in _client
                .Messages.Batches.ResultsStreaming(batch, cancellationToken: cancellation)
                .ConfigureAwait(false)
        )
        {
            if (line.Result.TryPickSucceeded(out var succeeded))
                summaries[line.CustomID] = TextOf(succeeded.Message);
        }

        return summaries;
    }

    private async Task<BotReply> ReplyAsync(
        Func<string, MessageCreateParams> request,
        CancellationToken cancellation
    )
    {
        try
        {
            return await SendAsync(request(_options.Model), cancellation).ConfigureAwait(false);
        }
        catch (AnthropicServiceException failure)
            when (BillingProblem.From(failure) is { } unavailable)
        {
            return _options.CheaperModel is { } cheaper
                ? await ReplyOnceAsync(request(cheaper), unavailable, cancellation)
                    .ConfigureAwait(false)
                : unavailable;
        }
    }

    private async Task<BotReply> ReplyOnceAsync(
        MessageCreateParams request,
        BotReply.BillingUnavailable otherwise,
        CancellationToken cancellation
    )
    {
        try
        {
            return await SendAsync(request, cancellation).ConfigureAwait(false);
        }
        catch (AnthropicServiceException failure) when (BillingProblem.From(failure) is not null)
        {
            return otherwise;
        }
    }

    private async Task<BotReply> SendAsync(
        MessageCreateParams request,
        CancellationToken cancellation
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var answer = await _client
                    .Messages.Create(request, cancellation)
                    .ConfigureAwait(false);
                return new BotReply.Answered(TextOf(answer), answer.Model.Raw());
            }
            catch (AnthropicServiceException failure)
                when (attempt < TransientAttempts
                    && IsTransient(failure)
                    && BillingProblem.From(failure) is null
                )
            {
                await Task.Delay(_options.RetryDelay * attempt, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async IAsyncEnumerable<string> TextOf(
        MessageCreateParams request,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        await foreach (
            var @event in _client
                .Messages.CreateStreaming(request, cancellation)
                .ConfigureAwait(false)
        )
        {
            if (
                @event.TryPickContentBlockDelta(out var delta)
                && delta.Delta.TryPickText(out var text)
            )
                yield return text.Text;
        }
    }

    private MessageCreateParams Question(string model, string question) =>
        new()
        {
            Model = model,
            MaxTokens = _options.MaxTokens,
            Messages = [new UserMessageParam(question)],
        };

    private static string TextOf(Message answer) =>
        string.Concat(
            answer.Content.Select(block => block.TryPickText(out var text) ? text.Text : "")
        );

    private static bool IsTransient(AnthropicServiceException failure) =>
        failure is AnthropicRateLimitException or Anthropic5xxException;

    private static readonly Tool OrderTool = new()
    {
        Name = "get_order",
        Description = "Looks an order up by its number.",
        InputSchema = new InputSchema
        {
            Properties = new Dictionary<string, JsonElement>
            {
                ["order"] = JsonSerializer.SerializeToElement(new { type = "string" }),
            },
            Required = ["order"],
        },
    };
}
