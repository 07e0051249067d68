using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CiBudget.Capture.Tests;

/// <summary>Sends the beginning of an answer to each request, all of which arrives, and hangs up.</summary>
internal sealed class CuttingServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _answer;

    public CuttingServer(string head, ReadOnlySpan<byte> body)
    {
        _answer = [.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{head}\r\n\r\n"), .. body];
        _listener.Start();
        Url = new Uri($"http://{_listener.LocalEndpoint}");
        _ = Serve();
    }

    public Uri Url { get; }

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                using var socket = await _listener.AcceptSocketAsync();
                var (request, buffer) = (new StringBuilder(), new byte[4096]);
                while (!request.ToString().EndsWith(Ask.Body, StringComparison.Ordinal))
                    request.Append(
                        Encoding.UTF8.GetString(buffer, 0, await socket.ReceiveAsync(buffer))
                    );
                await socket.SendAsync(_answer);
                socket.Shutdown(SocketShutdown.Send);
                while (await socket.ReceiveAsync(buffer) > 0) { }
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    public void Dispose() => _listener.Dispose();
}
