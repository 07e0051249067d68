using System.Buffers;

namespace CiBudget;

/// <summary>
/// The lines of a ledger file, one after the other, in one pooled buffer. The file may grow meanwhile: it ends where it ended when
/// it was read.
/// </summary>
internal sealed class LedgerLines : IDisposable
{
    /// <summary>The longest line that is read, bytes.</summary>
    public const int MaxLength = 1 << 20;

    private const int InitialSize = 64 << 10;

    private readonly FileStream file;
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(InitialSize);
    private int start;
    private int filled;
    private int searched;
    private bool ended;

    public LedgerLines(string path) =>
        file = new FileStream(
            path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete,
            bufferSize: 1
        );

    /// <summary>Bytes in the file, now.</summary>
    public long FileLength => file.Length;

    /// <summary>1-based number of the line that was read last.</summary>
    public int Number { get; private set; }

    /// <summary>True when the line that was read last is the file's last and has no line break: it may be torn.</summary>
    public bool Unended { get; private set; }

    /// <summary>Reads the next line that is not empty.</summary>
    /// <param name="line">The line without its break, valid until the next call; empty when it was longer than <see cref="MaxLength"/>.</param>
    /// <returns>False at the end.</returns>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        while (TryReadAny(out line, out var tooLong))
        {
            Number++;
            if (tooLong || !IsBlank(line))
                return true;
        }
        return false;
    }

    public void Dispose()
    {
        file.Dispose();
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }

    private bool TryReadAny(out ReadOnlySpan<byte> line, out bool tooLong)
    {
        tooLong = false;
        while (true)
        {
            var at = buffer.AsSpan(searched, filled - searched).IndexOf((byte)'\n');
            if (at >= 0)
            {
                line = Limited(start, searched + at, ref tooLong);
                start = searched = searched + at + 1;
                return true;
            }
            searched = filled;
            if (ended)
            {
                line = Limited(start, filled, ref tooLong);
                Unended = tooLong || filled > start;
                start = filled;
                return Unended;
            }
            if (filled - start > MaxLength)
                tooLong = true;
            if (tooLong)
                start = searched = filled = 0;
            Fill();
        }
    }

    private ReadOnlySpan<byte> Limited(int from, int to, scoped ref bool tooLong)
    {
        tooLong |= to - from > MaxLength;
        return tooLong ? default : buffer.AsSpan(from, to - from);
    }

    private void Fill()
    {
        if (start > 0)
        {
            Buffer.BlockCopy(buffer, start, buffer, 0, filled - start);
            filled -= start;
            searched -= start;
            start = 0;
        }
        if (filled == buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
            Buffer.BlockCopy(buffer, 0, larger, 0, filled);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }
        var read = file.Read(buffer, filled, buffer.Length - filled);
        filled += read;
        ended = read == 0;
    }

    private static bool IsBlank(ReadOnlySpan<byte> line) =>
        line.IsEmpty || (line.Length == 1 && line[0] == (byte)'\r');
}
