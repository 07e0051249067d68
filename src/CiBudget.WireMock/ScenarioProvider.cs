using System.Text;
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
            requestMessage.Path[prefix.Length..],
            new(reader.Model, reader.Stream)
        );
        if (IsPlain(answer, settings))
        {
            await Task.Delay(answer.Delay, context.RequestAborted);
            // WireMock.Net would send it in chunks.
            context.Response.ContentLength = answer.Length;
            return (Message(answer), null);
        }
        await ScenarioPlayer.WriteAsync(context.Features, answer);
        // WireMock.Net leaves alone what a null message stands for; any other would break what was written.
        return (null!, null);
    }

    // What WireMock.Net can send by itself shows whole in its journal.
    private static bool IsPlain(Answer answer, WireMockServerSettings settings) =>
        !answer.Streamed
        && answer.Break is null
        && !(settings.AllowOnlyDefinedHttpStatusCodeInResponse == true && answer.Status == 529);

    private static ResponseMessage Message(Answer answer)
    {
        var message = new ResponseMessage
        {
            StatusCode = answer.Status,
            BodyData = new BodyData
            {
                DetectedBodyType = BodyType.String,
                BodyAsString = string.Concat(
                    answer.Frames.Select(static frame => Encoding.UTF8.GetString(frame.Bytes.Span))
                ),
            },
        };
        foreach (var (name, value) in answer.Headers)
        {
            message.AddHeader(name, value);
        }
        return message;
    }
}
