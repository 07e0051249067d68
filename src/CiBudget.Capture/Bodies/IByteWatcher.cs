namespace CiBudget.Capture;

/// <summary>Sees the bytes of a body while they pass. Never throws and keeps none of them.</summary>
internal interface IByteWatcher
{
    void OnBytes(ReadOnlySpan<byte> piece);
}
