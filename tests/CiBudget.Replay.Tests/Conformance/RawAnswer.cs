using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace CiBudget.Replay.Conformance;

/// <summary>How a connection ended.</summary>
public enum Ending
{
    /// <summary>The server said that the body is complete.</summary>
    Complete,

    /// <summary>The connection was closed before the body was complete.</summary>
    Closed,

    /// <summary>The connection was reset.</summary>
    Reset,

    /// <summary>Nothing more came for a while; the connection is open.</summary>
    Silent,
}

/// <summary>An answer as a socket sees it.</summary>
public sealed class RawAnswer
{
    // For what must come: a slow machine is no failure.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly MemoryStream _bytes = new();
    private readonly List<(long Until, TimeSpan At)> _arrivals = [];
    private int _bodyStart = -1;

    public Ending Ending { get; private set; }

    public TimeSpan FirstByteAfter => _arrivals.Count == 0 ? TimeSpan.MaxValue : _arrivals[0].At;

    public int Status => int.Parse(Head[0].Split(' ')[1], CultureInfo.InvariantCulture);

    public Dictionary<string, string> Headers =>
        Head.Skip(1)
            .Select(static line => line.Split(": ", 2))
            .ToDictionary(static p => p[0].ToLowerInvariant(), static p => p[1]);

    /// <summary>The status line and the headers as they came, in order of the alphabet; of the date only that it is there. None when no byte came.</summary>
    public IEnumerable<string> Lines =>
        _bodyStart < 0
            ? []
            :
            [
                Head[0],
                .. Head.Skip(1)
                    .Select(static line =>
                        line.StartsWith("Date: ", StringComparison.Ordinal) ? "Date" : line
                    )
                    .Order(StringComparer.Ordinal),
            ];

    /// <summary>The chunks of a chunked body, each with the time at which its last byte had come. The closing one is not among them.</summary>
    public List<(byte[] Bytes, TimeSpan At)> Chunks { get; } = [];

    /// <summary>The body, chunks joined.</summary>
    public byte[] Body =>
        IsChunked ? [.. Chunks.SelectMany(static c => c.Bytes)] : All[_bodyStart..];

    private byte[] All => _bytes.ToArray();

    private bool IsChunked => Headers.ContainsKey("transfer-encoding");

    private string[] Head => Encoding.ASCII.GetString(All, 0, _bodyStart - 4).Split("\r\n");

    /// <summary>Sends one request and reads until the answer ends, breaks or, after its first byte, falls silent.</summary>
    public static async Task<RawAnswer> Of(
        Uri baseUrl,
        bool stream,
        TimeSpan? patience = null,
        string path = "/v1/messages",
        string method = "POST"
    )
    {
        var body =
            method == "POST"
                ? $$"""{"model":"claude-opus-5-5","max_tokens":64,"stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"hi"}]}"""
                : "";
        var request =
            $"{method} {baseUrl.AbsolutePath.TrimEnd('/')}{path} HTTP/1.1\r\nHost: {baseUrl.Authority}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}";
        using var client = new TcpClient();
        await client.ConnectAsync(baseUrl.Host, baseUrl.Port);
        var clock = Stopwatch.StartNew();
        await client.Client.SendAsync(Encoding.ASCII.GetBytes(request));
        var answer = new RawAnswer();
        await answer.Read(client.Client, clock, patience ?? Longest);
        return answer;
    }

    private async Task Read(Socket socket, Stopwatch clock, TimeSpan patience)
    {
        var buffer = new byte[64 * 1024];
        while (true)
        {
            using var silence = new CancellationTokenSource(
                _arrivals.Count == 0 ? Longest : patience
            );
            try
            {
                var read = await socket.ReceiveAsync(buffer, silence.Token);
                if (read == 0)
                {
                    Ending = Ending.Closed;
                    return;
                }
                _bytes.Write(buffer, 0, read);
                _arrivals.Add((_bytes.Length, clock.Elapsed));
                if (IsComplete())
                {
                    Ending = Ending.Complete;
                    return;
                }
            }
            catch (SocketException)
            {
                Ending = Ending.Reset;
                return;
            }
            catch (OperationCanceledException)
            {
                Ending = Ending.Silent;
                return;
            }
        }
    }

    private bool IsComplete()
    {
        var end = All.AsSpan().IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;

        _bodyStart = end + 4;
        return IsChunked
            ? ReadChunks()
            : _bytes.Length - _bodyStart
                >= long.Parse(
                    Headers.GetValueOrDefault("content-length", "0"),
                    CultureInfo.InvariantCulture
                );
    }

    private bool ReadChunks()
    {
        Chunks.Clear();
        var all = All;
        var at = _bodyStart;
        while (true)
        {
            var line = all.AsSpan(at).IndexOf("\r\n"u8);
            if (line < 0)
                return false;

            var size = int.Parse(
                Encoding.ASCII.GetString(all, at, line),
                NumberStyles.HexNumber,
                CultureInfo.InvariantCulture
            );
            at += line + 2;
            if (size == 0)
                return true;

            if (all.Length < at + size + 2)
                return false;

            var end = at + size;
            Chunks.Add((all[at..end], _arrivals.First(a => a.Until >= end).At));
            at = end + 2;
        }
    }
}
