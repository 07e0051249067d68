using System.Threading.Tasks.Sources;

namespace CiBudget.Benchmarks;

/// <summary>
/// A connection in memory, below a real <see cref="SocketsHttpHandler"/>: it answers every whole request with the same bytes, on
/// the thread that asks, so that neither a network nor a scheduler is measured.
/// </summary>
internal sealed class CannedConnection(byte[] answer) : Stream, IValueTaskSource<int>
{
    private readonly byte[] _request = new byte[64 * 1024];
    private ManualResetValueTaskSourceCore<int> _reading;
    private Memory<byte>? _reader;
    private int _written;
    private int _read = answer.Length;

    /// <summary>A client whose every connection answers so.</summary>
    public static HttpClient Client(
        byte[] answer,
        Func<HttpMessageHandler, HttpMessageHandler>? with = null
    )
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = (_, _) => new(new CannedConnection(answer)),
            UseProxy = false,
        };
        return new(with?.Invoke(handler) ?? handler)
        {
            BaseAddress = new("http://api.anthropic.com/"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        buffer.CopyTo(_request.AsSpan(_written));
        _written += buffer.Length;
        if (!IsWhole(_request.AsSpan(0, _written)))
            return;
        _written = 0;
        _read = 0;
        if (_reader is not { } reader)
            return;
        _reader = null;
        _reading.SetResult(Take(reader.Span));
    }

    public override ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        Write(buffer.Span);
        return default;
    }

    public override ValueTask<int> ReadAsync(
        Memory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        if (_read < answer.Length)
            return new(Take(buffer.Span));
        _reader = buffer;
        _reading.Reset();
        return new(this, _reading.Version);
    }

    private int Take(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, answer.Length - _read);
        answer.AsSpan(_read, count).CopyTo(buffer);
        _read += count;
        return count;
    }

    private static bool IsWhole(ReadOnlySpan<byte> request)
    {
        var head = request.IndexOf("\r\n\r\n"u8);
        if (head < 0)
            return false;
        var name = "Content-Length: "u8;
        var at = request.IndexOf(name);
        var length = 0;
        for (var i = at + name.Length; at >= 0 && char.IsAsciiDigit((char)request[i]); i++)
            length = length * 10 + request[i] - '0';
        return request.Length >= head + 4 + length;
    }

    public int GetResult(short token) => _reading.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _reading.GetStatus(token);

    public void OnCompleted(
        Action<object?> continuation,
        object? state,
        short token,
        ValueTaskSourceOnCompletedFlags flags
    ) => _reading.OnCompleted(continuation, state, token, flags);

    public override bool CanRead => true;
    public override bool CanWrite => true;
    public override bool CanSeek => false;
    public override long Length => throw new NotSupportedException();
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush() { }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) =>
        Write(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
