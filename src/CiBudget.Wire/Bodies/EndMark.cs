namespace CiBudget.Wire;

/// <summary>Recognizes <c>[DONE]</c>, the text by which OpenAI's streams end, and which some gateways send after any stream.</summary>
internal struct EndMark
{
    private static ReadOnlySpan<byte> Text => "[DONE]"u8;

    private int _read;
    private bool _isOther;

    /// <summary>True when the data was this text and nothing else.</summary>
    public readonly bool IsWhole => !_isOther && _read == Text.Length;

    public void Read(ReadOnlySpan<byte> piece)
    {
        for (var i = 0; i < piece.Length && !_isOther; i++)
        {
            if (piece[i] is (byte)' ' or (byte)'\t' && (_read == 0 || _read == Text.Length))
                continue;
            _isOther = _read == Text.Length || piece[i] != Text[_read++];
        }
    }
}
