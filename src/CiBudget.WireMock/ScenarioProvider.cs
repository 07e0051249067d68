using System.Text;
using System.Text.Unicode;
using CiBudget.Replay;
using Microsoft.AspNetCore.Http;
using WireMock;
using WireMock.ResponseProviders;
using WireMock.Settings;
using WireMock.Types;
using WireMock.Util;

namespace CiBudget.WireMock;

/// <summary>Lets a scenario's player answer in WireMock.Net's place.</summary>
/// <param name="player">The player.</param>
/// <param name="prefix">The path before the paths that the scenario knows; empty for none.</param>
internal sealed class ScenarioProvider(ScenarioPlayer player, string prefix) : IResponseProvider
{
    public async Task<(IResponseMessage Message, IMapping? Mapping)> ProvideResponseAsync(
        IMapping mapping,
        HttpContext context,
        IRequestMessage requestMessage,
        WireMockServerSettings settings
    )
    {
        // WireMock.Net has read the body already.
        var reader = new RequestReader(salt: null);
        reader.Write(requestMessage.BodyAsBytes);
        var answer = player.Take(
            context.Request.Method,
            context.Request.Headers,
            context.Request.Path.Value![prefix.Length..],
            new(reader.Model, reader.Stream)
        );
        if (answer.Streamed || answer.Break is not null)
        {
            await ScenarioPlayer.WriteAsync(context.Features, answer).ConfigureAwait(false);
            // WireMock.Net leaves alone what a null message stands for; any other would break what was written.
            return (null!, null);
        }
        // A client that leaves while it waits is no fault.
        await Task.Delay(answer.Delay, context.RequestAborted)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // WireMock.Net sends in chunks, leaves some headers out and, when told to, turns 529 into 200.
        context.Response.OnStarting(() =>
        {
            AnswerWriter.WriteHead(context.Features, answer);
            return Task.CompletedTask;
        });
        return (Message(answer), null);
    }

    // What WireMock.Net sends by itself shows whole in its journal.
    private static ResponseMessage Message(Answer answer)
    {
        var message = new ResponseMessage { StatusCode = answer.Status };
        foreach (var (name, value) in answer.Headers)
        {
            message.AddHeader(name, value);
        }
        if (answer.Frames is [var body])
        {
            message.BodyData = Utf8.IsValid(body.Bytes.Span)
                ? new BodyData
                {
                    DetectedBodyType = BodyType.String,
                    BodyAsString = Encoding.UTF8.GetString(body.Bytes.Span),
                }
                : new BodyData
                {
                    DetectedBodyType = BodyType.Bytes,
                    BodyAsBytes = body.Bytes.ToArray(),
                };
        }
        return message;
    }
}
