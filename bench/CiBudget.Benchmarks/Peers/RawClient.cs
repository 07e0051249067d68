using System.Net.Sockets;
using System.Text;

namespace CiBudget.Benchmarks;

/// <summary>One connection that asks again and again and hardly costs anything, so that the server is what is measured.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _request;
    private readonly byte[] _answer = new byte[64 << 10];

    public RawClient(Uri server)
    {
        _request =
        [
            .. Encoding.ASCII.GetBytes(
                FormattableString.Invariant(
                    $"POST /v1/messages HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Type: application/json\r\nContent-Length: {SampleBodies.Request.Length}\r\n\r\n"
                )
            ),
            .. SampleBodies.Request,
        ];
        _socket.Connect(server.Host, server.Port);
    }

    /// <summary>Asks and reads the answer; the answer's bytes, head included.</summary>
    public async Task<ReadOnlyMemory<byte>> Ask()
    {
        await _socket.SendAsync(_request);
        var read = 0;
        int whole;
        do
        {
            var count = await _socket.ReceiveAsync(_answer.AsMemory(read));
            if (count == 0)
                throw new IOException("The server hung up.");
            read += count;
            whole = LengthOf(_answer.AsSpan(0, read));
        } while (read < whole);
        return _answer.AsMemory(0, read);
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>How long the answer will be; more than there is when its head is not there yet.</summary>
    private static int LengthOf(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
            return int.MaxValue;
        var lengthIs = "Content-Length: "u8;
        var at = answer.IndexOf(lengthIs);
        if (at < 0 || at > head)
        {
            // A server that does not know the length sends chunks, the last of them empty.
            return answer.EndsWith("0\r\n\r\n"u8) ? answer.Length : int.MaxValue;
        }
        var length = 0;
        for (var i = at + lengthIs.Length; char.IsAsciiDigit((char)answer[i]); i++)
            length = length * 10 + answer[i] - '0';
        return head + 4 + length;
    }
}
