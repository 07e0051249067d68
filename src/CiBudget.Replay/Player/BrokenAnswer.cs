using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace CiBudget.Replay;

/// <summary>
/// Sends an answer that breaks, past the server and straight to the socket: what the server was given leaves the process some time
/// later, and a break could overtake it.
/// </summary>
internal static class BrokenAnswer
{
    /// <summary>How long a closed connection stays half open for a client that does not close its own half.</summary>
    private static readonly TimeSpan ClientMayLinger = TimeSpan.FromSeconds(5);

    /// <summary>Some systems throw away what the client has not read when a reset comes in: this is how long it gets.</summary>
    public static readonly TimeSpan ClientReads = TimeSpan.FromMilliseconds(25);

    /// <summary>How long a server gets to encrypt and send what it was given, on a machine with much else to do.</summary>
    public static readonly TimeSpan ServerSends = TimeSpan.FromMilliseconds(250);

    /// <summary>Sends what comes before the break, and breaks. The caller aborts the connection afterwards.</summary>
    public static async Task SendAsync(Socket socket, Answer answer, CancellationToken stopped)
    {
        if (!answer.BeforeHeaders)
        {
            await SendAsync(socket, Head(answer), stopped).ConfigureAwait(false);
            foreach (var frame in answer.Frames)
            {
                if (frame.Delay > TimeSpan.Zero)
                    await Task.Delay(frame.Delay, stopped).ConfigureAwait(false);

                await SendAsync(
                        socket,
                        answer.Streamed ? Chunk(frame.Bytes.Span) : frame.Bytes,
                        stopped
                    )
                    .ConfigureAwait(false);
            }
        }
        if (answer.Break == FaultKind.Cut)
        {
            socket.Shutdown(SocketShutdown.Send);
            await Task.Delay(ClientMayLinger, stopped)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        else
        {
            await Task.Delay(ClientReads, stopped).ConfigureAwait(false);
            // A connection that does not linger is reset when it is closed.
            socket.LingerState = new LingerOption(true, 0);
        }
    }

    private static async Task SendAsync(
        Socket socket,
        ReadOnlyMemory<byte> bytes,
        CancellationToken stopped
    )
    {
        while (!bytes.IsEmpty)
            bytes = bytes[
                await socket.SendAsync(bytes, SocketFlags.None, stopped).ConfigureAwait(false)..
            ];
    }

    private static byte[] Head(Answer answer)
    {
        var head = new StringBuilder()
            .Append(
                CultureInfo.InvariantCulture,
                $"HTTP/1.1 {answer.Status} {ReasonPhrases.GetReasonPhrase(answer.Status)}\r\n"
            )
            .Append(CultureInfo.InvariantCulture, $"Date: {DateTime.UtcNow:R}\r\n");
        foreach (var (name, value) in answer.Headers)
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        return Encoding.ASCII.GetBytes(
            answer.Streamed
                ? head.Append("Transfer-Encoding: chunked\r\n\r\n").ToString()
                : head.Append(
                        CultureInfo.InvariantCulture,
                        $"Content-Length: {answer.Length}\r\n\r\n"
                    )
                    .ToString()
        );
    }

    private static byte[] Chunk(ReadOnlySpan<byte> bytes) =>
        [
            .. Encoding.ASCII.GetBytes(bytes.Length.ToString("x", CultureInfo.InvariantCulture)),
            .. "\r\n"u8,
            .. bytes,
            .. "\r\n"u8,
        ];
}
