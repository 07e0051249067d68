namespace CiBudget;

/// <summary>Reads one body of one shape.</summary>
internal abstract class BodyReader
{
    public abstract void Write(ReadOnlySpan<byte> piece);

    public abstract void End(bool endOfBody);
}
