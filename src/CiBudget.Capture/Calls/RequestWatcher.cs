using CiBudget.Wire;

namespace CiBudget.Capture;

/// <summary>Reads what a request asks for while its body is written.</summary>
internal sealed class RequestWatcher(string salt, HttpRequestMessage request) : IByteWatcher
{
    private readonly RequestReader _reader = new(salt);
    private readonly object _lock = new();
    private bool _closed;

    /// <summary>Whose content is watched.</summary>
    public HttpRequestMessage Request => request;

    /// <summary>True when at least one byte of the body was handed to the connection.</summary>
    public bool HasSent { get; private set; }

    public void OnBytes(ReadOnlySpan<byte> piece)
    {
        // An answer can end the call while its request is still being written (HTTP/2).
        lock (_lock)
        {
            HasSent |= !piece.IsEmpty;
            if (_closed)
                return;
            try
            {
                _reader.Write(piece);
            }
            catch (Exception)
            {
                _closed = true;
            }
        }
    }

    /// <summary>Reads no further; what was read is final then.</summary>
    public void Close()
    {
        lock (_lock)
            _closed = true;
    }

    /// <summary>What was read.</summary>
    public RequestInfo Asked => RequestInfo.From(_reader);
}
