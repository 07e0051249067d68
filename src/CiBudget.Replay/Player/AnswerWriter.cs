using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace CiBudget.Replay;

/// <summary>Puts an answer on the wire.</summary>
internal static class AnswerWriter
{
    public static async Task WriteAsync(
        HttpContext context,
        Answer answer,
        CancellationToken stopped
    )
    {
        if (answer.Delay > TimeSpan.Zero)
        {
            await Task.Delay(answer.Delay, stopped).ConfigureAwait(false);
        }
        if (answer.Break is FaultKind.Cut or FaultKind.Reset && SocketOf(context) is { } socket)
        {
            await BrokenAnswer.SendAsync(socket, answer, stopped).ConfigureAwait(false);
            context.Abort();
            return;
        }
        if (!answer.BeforeHeaders)
        {
            await WriteBodyAsync(context.Response, answer, stopped).ConfigureAwait(false);
        }
        if (answer.Break == FaultKind.Stall)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, stopped).ConfigureAwait(false);
        }
        else if (answer.Break is not null)
        {
            // No socket to write to: the server gets a moment to send, for breaking throws away what it still holds.
            await Task.Delay(BrokenAnswer.ClientReads, stopped).ConfigureAwait(false);
            context.Abort();
        }
    }

    /// <summary>Status and headers, the same from every host.</summary>
    public static void WriteHead(HttpResponse response, Answer answer)
    {
        response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers[name] = value;
        }
        if (!answer.Streamed && MayHaveBody(answer.Status))
        {
            response.ContentLength = answer.Length;
        }
    }

    // A test server in memory has none; what is encrypted, or one of many streams, is not written past the server.
    private static Socket? SocketOf(HttpContext context) =>
        context.Request.IsHttps || !HttpProtocol.IsHttp11(context.Request.Protocol)
            ? null
            : context.Features.Get<IConnectionSocketFeature>()?.Socket;

    private static async Task WriteBodyAsync(
        HttpResponse response,
        Answer answer,
        CancellationToken stopped
    )
    {
        WriteHead(response, answer);
        if (answer.Streamed)
        {
            // The headers go out before the first event is due.
            await response.StartAsync(stopped).ConfigureAwait(false);
        }
        foreach (var frame in answer.Frames)
        {
            if (frame.Delay > TimeSpan.Zero)
            {
                await Task.Delay(frame.Delay, stopped).ConfigureAwait(false);
            }
            await response.Body.WriteAsync(frame.Bytes, stopped).ConfigureAwait(false);
            if (answer.Streamed || answer.Break is not null)
            {
                await response.Body.FlushAsync(stopped).ConfigureAwait(false);
            }
        }
    }

    private static bool MayHaveBody(int status) => status is not (204 or 304);
}
