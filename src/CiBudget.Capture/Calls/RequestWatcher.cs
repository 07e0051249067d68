namespace CiBudget.Capture;

/// <summary>Reads what a request asks for while its body is written.</summary>
internal sealed class RequestWatcher(string salt) : IByteWatcher
{
    private readonly RequestReader _reader = new(salt);
    private readonly object _turn = new();
    private bool _faulty;

    /// <summary>True when at least one byte of the body was handed to the connection.</summary>
    public bool HasSent { get; private set; }

    public void Saw(ReadOnlySpan<byte> piece)
    {
        // An answer can end the call while its request is still being written (HTTP/2).
        lock (_turn)
        {
            HasSent |= !piece.IsEmpty;
            if (_faulty)
                return;
            try
            {
                _reader.Write(piece);
            }
            catch (Exception)
            {
                _faulty = true;
            }
        }
    }

    public LedgerEntry Describe(LedgerEntry entry)
    {
        lock (_turn)
        {
            return entry with
            {
                RequestModel = _reader.Model ?? entry.RequestModel,
                MaxTokens = _reader.MaxTokens,
                PromptHash = HasSent ? _reader.PromptHash() : null,
                Streamed = _reader.Stream || entry.Streamed,
            };
        }
    }
}
