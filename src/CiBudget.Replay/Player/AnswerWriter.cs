using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CiBudget.Replay;

/// <summary>
/// Puts an answer on the wire. It works on a server's features and not on an <c>HttpContext</c>, whose code the runtime would have to
/// compile before the first answer.
/// </summary>
internal static class AnswerWriter
{
    public static Task WriteAsync(
        IFeatureCollection http,
        Answer answer,
        CancellationToken stopped
    ) =>
        !answer.Streamed && answer.Break is null && answer.Delay == TimeSpan.Zero
            ? WriteWholeAsync(http, answer, stopped)
            : WriteSlowlyAsync(http, answer, stopped);

    private static Task WriteWholeAsync(
        IFeatureCollection http,
        Answer answer,
        CancellationToken stopped
    )
    {
        WriteHead(http, answer);
        return answer.Frames.Length == 0
            ? Task.CompletedTask
            : BodyOf(http).Stream.WriteAsync(answer.Frames[0].Bytes, stopped).AsTask();
    }

    private static async Task WriteSlowlyAsync(
        IFeatureCollection http,
        Answer answer,
        CancellationToken stopped
    )
    {
        if (answer.Delay > TimeSpan.Zero)
            await Task.Delay(answer.Delay, stopped).ConfigureAwait(false);

        if (answer.Break is FaultKind.Cut or FaultKind.Reset && SocketOf(http) is { } socket)
        {
            await BrokenAnswer.SendAsync(socket, answer, stopped).ConfigureAwait(false);
            Abort(http);
            return;
        }
        if (!answer.BeforeHeaders)
            await WriteBodyAsync(http, answer, stopped).ConfigureAwait(false);

        if (answer.Break == FaultKind.Stall)
            await Task.Delay(Timeout.InfiniteTimeSpan, stopped).ConfigureAwait(false);
        else if (answer.Break is not null)
        {
            // No socket to write to: breaking throws away what the server still holds or, in memory, what the client has not read.
            var inMemory = http.Get<IConnectionSocketFeature>() is null;
            await Task.Delay(
                    inMemory ? BrokenAnswer.ClientReads : BrokenAnswer.ServerSends,
                    stopped
                )
                .ConfigureAwait(false);
            Abort(http);
        }
    }

    private static async Task WriteBodyAsync(
        IFeatureCollection http,
        Answer answer,
        CancellationToken stopped
    )
    {
        WriteHead(http, answer);
        var body = BodyOf(http);
        if (answer.Streamed)
        {
            // The headers go out before the first event is due.
            await body.StartAsync(stopped).ConfigureAwait(false);
        }
        foreach (var frame in answer.Frames)
        {
            if (frame.Delay > TimeSpan.Zero)
                await Task.Delay(frame.Delay, stopped).ConfigureAwait(false);

            await body.Stream.WriteAsync(frame.Bytes, stopped).ConfigureAwait(false);
            if (answer.Streamed || answer.Break is not null)
                await body.Stream.FlushAsync(stopped).ConfigureAwait(false);
        }
    }

    /// <summary>Status and headers, the same from every host.</summary>
    public static void WriteHead(IFeatureCollection http, Answer answer)
    {
        var response = http.GetRequiredFeature<IHttpResponseFeature>();
        response.StatusCode = answer.Status;
        for (var i = 0; i < answer.Headers.Count; i++)
            response.Headers[answer.Headers[i].Key] = answer.Headers[i].Value;

        if (!answer.Streamed && MayHaveBody(answer.Status))
            response.Headers.ContentLength = answer.Length;
    }

    private static IHttpResponseBodyFeature BodyOf(IFeatureCollection http) =>
        http.GetRequiredFeature<IHttpResponseBodyFeature>();

    // A test server in memory has none; what is encrypted, or one of many streams, is not written past the server.
    private static Socket? SocketOf(IFeatureCollection http) =>
        http.GetRequiredFeature<IHttpRequestFeature>() is { Scheme: not "https" } request
        && HttpProtocol.IsHttp11(request.Protocol)
            ? http.Get<IConnectionSocketFeature>()?.Socket
            : null;

    private static void Abort(IFeatureCollection http) =>
        http.Get<IHttpRequestLifetimeFeature>()?.Abort();

    private static bool MayHaveBody(int status) => status is not (204 or 304);
}
