using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CiBudget.Redis.Tests;

/// <summary>What stands where a Redis should: takes commands as one, and answers scripts as a test says, or not at all.</summary>
internal sealed class FakeRedis : IDisposable
{
    private const string Epochs = "*3\r\n$6\r\nepochs\r\n:1700000000000\r\n$5\r\nepoch\r\n";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> _clients = [];
    private int _connections;

    public FakeRedis()
    {
        _listener.Start();
        new Thread(Accept) { IsBackground = true }.Start();
    }

    public string Url =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"redis://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}"
        );

    /// <summary>What scripts are answered with, as it goes over the wire; null for silence.</summary>
    public string? Answer { get; set; }

    public int Connections => Volatile.Read(ref _connections);

    public void Dispose()
    {
        _listener.Dispose();
        foreach (var client in _clients)
            client.Dispose();
    }

    private void Accept()
    {
        try
        {
            while (true)
            {
                var client = _listener.AcceptTcpClient();
                _clients.Add(client);
                Interlocked.Increment(ref _connections);
                new Thread(() => Serve(client)) { IsBackground = true }.Start();
            }
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private void Serve(TcpClient client)
    {
        try
        {
            using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.ASCII);
            while (ReadCommand(reader) is { } words)
            {
                var answer = words is ["EVAL", _, _, _, _, _, _, var epoch, ..]
                    ? epoch.Length == 0
                        ? Epochs
                        : Answer
                    : Answer is null
                        ? null
                        : ":1\r\n";
                if (answer is not null)
                    stream.Write(Encoding.ASCII.GetBytes(answer));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The other side hung up.
        }
    }

    /// <summary>Scripts have line breaks of one byte, so that a bulk string is read by its length.</summary>
    private static List<string>? ReadCommand(StreamReader reader)
    {
        if (reader.ReadLine() is not ['*', .. var count])
            return null;
        var words = new List<string>();
        for (var i = int.Parse(count, CultureInfo.InvariantCulture); i > 0; i--)
        {
            var length = int.Parse(reader.ReadLine()![1..], CultureInfo.InvariantCulture);
            var word = new char[length + 2];
            for (var read = 0; read < word.Length; )
                read += reader.Read(word, read, word.Length - read);
            words.Add(new string(word, 0, length));
        }
        return words;
    }
}
