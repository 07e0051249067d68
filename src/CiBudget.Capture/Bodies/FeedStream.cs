using System.Buffers;

namespace CiBudget.Capture;

/// <summary>
/// Gives what has arrived so far; 0 means "nothing at the moment". The decoders of System.IO.Compression take a 0 from below as a
/// reason to return, not as the end, and go on with the next piece (pinned by tests with one-byte pieces).
/// </summary>
internal sealed class FeedStream : ReadOnlyStream
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(4096);
    private int _start;
    private int _end;

    /// <summary>
    /// Takes as much of a piece as fits and says how much that was. What was not read of the piece before is dropped: a decoder
    /// that has seen its end reads no more.
    /// </summary>
    public int Fill(ReadOnlySpan<byte> piece)
    {
        _start = 0;
        _end = Math.Min(piece.Length, _bytes.Length);
        piece[.._end].CopyTo(_bytes);
        return _end;
    }

    public override int Read(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _end - _start);
        _bytes.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        // Decoders dispose their source, and the owner does so again: the array goes back once.
        var bytes = Interlocked.Exchange(ref _bytes, []);
        (_start, _end) = (0, 0);
        if (bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(bytes);
        base.Dispose(disposing);
    }
}
