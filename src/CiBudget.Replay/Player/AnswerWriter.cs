using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace CiBudget.Replay;

/// <summary>Puts an answer on the wire.</summary>
internal static class AnswerWriter
{
    /// <summary>How long a broken connection stays half open for a client that does not close its own half.</summary>
    private static readonly TimeSpan ClientMayLinger = TimeSpan.FromSeconds(5);

    /// <summary>
    /// What was flushed leaves the process a moment later, and a reset overtakes what the client has not read yet: this is how
    /// long it gets.
    /// </summary>
    private static readonly TimeSpan BytesArrive = TimeSpan.FromMilliseconds(25);

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
        if (!answer.BeforeHeaders)
        {
            await WriteBodyAsync(context.Response, answer, stopped).ConfigureAwait(false);
        }
        if (answer.Break is { } kind)
        {
            await BreakAsync(context, kind, stopped).ConfigureAwait(false);
        }
    }

    private static async Task WriteBodyAsync(
        HttpResponse response,
        Answer answer,
        CancellationToken stopped
    )
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
        if (answer.Streamed || answer.Break is not null)
        {
            await response.StartAsync(stopped).ConfigureAwait(false);
        }
        foreach (var frame in answer.Frames)
        {
            if (frame.Delay > TimeSpan.Zero)
            {
                await response.Body.FlushAsync(stopped).ConfigureAwait(false);
                await Task.Delay(frame.Delay, stopped).ConfigureAwait(false);
            }
            await response.Body.WriteAsync(frame.Bytes, stopped).ConfigureAwait(false);
            if (answer.Streamed)
            {
                await response.Body.FlushAsync(stopped).ConfigureAwait(false);
            }
        }
    }

    private static async Task BreakAsync(
        HttpContext context,
        FaultKind kind,
        CancellationToken stopped
    )
    {
        if (!context.Response.HasStarted)
        {
            // Nothing was sent; the connection itself is the answer.
        }
        else
        {
            await context.Response.Body.FlushAsync(stopped).ConfigureAwait(false);
            await Task.Delay(BytesArrive, stopped).ConfigureAwait(false);
        }
        var socket = context.Features.Get<IConnectionSocketFeature>()?.Socket;
        switch (kind)
        {
            case FaultKind.Stall:
                await UntilClientLeaves(Timeout.InfiniteTimeSpan, stopped).ConfigureAwait(false);
                break;
            case FaultKind.Cut when socket is not null:
                socket.Shutdown(SocketShutdown.Send);
                await UntilClientLeaves(ClientMayLinger, stopped).ConfigureAwait(false);
                break;
            case FaultKind.Reset when socket is not null:
                socket.LingerState = new LingerOption(true, 0);
                break;
        }
        context.Abort();
    }

    private static async Task UntilClientLeaves(TimeSpan atMost, CancellationToken stopped)
    {
        await Task.Delay(atMost, stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static bool MayHaveBody(int status) => status is >= 200 and not (204 or 304);
}
