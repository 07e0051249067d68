namespace CiBudget.Wire;

/// <summary>Reads one body of one shape.</summary>
internal abstract class BodyReader
{
    public abstract void Write(ReadOnlySpan<byte> piece);

    /// <summary>Ends the body; the message that it was, or null where a body is no message of its own.</summary>
    public abstract ResponseUsage? End(bool endOfBody);

    /// <summary>Nobody reads with this one any more.</summary>
    public virtual void Release() { }
}
