using System.Text;
using System.Text.Unicode;
using CiBudget.Replay;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
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
        // WireMock.Net has read the body already, and unpacked it where it can and may.
        var answer = await player
            .TakeAsync(
                context,
                context.Request.Path.Value![prefix.Length..],
                requestMessage.BodyAsBytes,
                requestMessage.DetectedCompression is null
                    ? context.Request.Headers.ContentEncoding.ToString()
                    : null
            )
            .ConfigureAwait(false);
        // WireMock.Net waits for answers in flight when it stops, half a minute at most: they end when it begins to.
        var stops =
            context.RequestServices.GetService<IHostApplicationLifetime>()?.ApplicationStopping
            ?? CancellationToken.None;
        if (!answer.IsPlain)
        {
            await answer.WriteAsync(stops).ConfigureAwait(false);
            // WireMock.Net leaves alone what a null message stands for; any other would break what was written.
            return (null!, null);
        }
        if (!await answer.WaitAsync(stops).ConfigureAwait(false))
            return (null!, null);

        // WireMock.Net sends in chunks, leaves some headers out and, when told to, turns 529 into 200.
        context.Response.OnStarting(() =>
        {
            answer.WriteHead();
            return Task.CompletedTask;
        });
        return (Message(answer), null);
    }

    // What WireMock.Net sends by itself shows whole in its journal.
    private static ResponseMessage Message(PlayedAnswer answer)
    {
        var message = new ResponseMessage { StatusCode = answer.Status };
        foreach (var (name, value) in answer.Headers)
            message.AddHeader(name, value);
        if (!answer.Body.IsEmpty)
            message.BodyData = Utf8.IsValid(answer.Body.Span)
                ? new BodyData
                {
                    DetectedBodyType = BodyType.String,
                    BodyAsString = Encoding.UTF8.GetString(answer.Body.Span),
                }
                : new BodyData
                {
                    DetectedBodyType = BodyType.Bytes,
                    BodyAsBytes = answer.Body.ToArray(),
                };

        return message;
    }
}
