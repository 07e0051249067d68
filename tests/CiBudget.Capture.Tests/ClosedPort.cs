using System.Net;
using System.Net.Sockets;

namespace CiBudget.Capture.Tests;

/// <summary>A port that refuses every connection. It is held, so that nobody else begins to listen there meanwhile.</summary>
internal sealed class ClosedPort : IDisposable
{
    // Bound, and never listening.
    private readonly Socket _socket = new(
        AddressFamily.InterNetwork,
        SocketType.Stream,
        ProtocolType.Tcp
    );

    public ClosedPort()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Url = new($"http://127.0.0.1:{((IPEndPoint)_socket.LocalEndPoint!).Port}/");
    }

    public Uri Url { get; }

    public void Dispose() => _socket.Dispose();
}
