namespace CiBudget.Capture;

/// <summary>A stream that hands what is written to it to a reader.</summary>
internal sealed class RequestFeed(RequestFeed.Reader read) : WriteOnlyStream
{
    public delegate void Reader(ReadOnlySpan<byte> piece);

    public override void Write(ReadOnlySpan<byte> buffer) => read(buffer);
}
