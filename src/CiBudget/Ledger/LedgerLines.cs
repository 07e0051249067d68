using System.Buffers;

namespace CiBudget.Ledger;

/// <summary>
/// The lines of a ledger file, one after the other, in one pooled buffer. The file may grow meanwhile: it ends where it ended when
/// it was read.
/// </summary>
internal sealed class LedgerLines : IDisposable
{
    /// <summary>The longest line that is read, bytes.</summary>
    public const int MaxLength = 1 << 20;

    /// <summary>The longest file that is read: more than ten million calls.</summary>
    private const long MaxFileLength = 16L << 30;

    private const int InitialSize = 64 << 10;

    private readonly Stream _file;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialSize);
    private int _start;
    private int _filled;
    private int _searched;
    private bool _ended;

    /// <exception cref="IOException">The file cannot be opened, or is larger than any ledger.</exception>
    public LedgerLines(string path)
    {
        _file = RegularFile.IsEmpty(path)
            ? Stream.Null
            : new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete,
                bufferSize: 1
            );
        if (_file.Length <= MaxFileLength)
            return;
        Dispose();
        throw new LedgerTooLargeException();
    }

    /// <summary>Bytes in the file, now.</summary>
    public long FileLength => _file.Length;

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
        _file.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private bool TryReadAny(out ReadOnlySpan<byte> line, out bool tooLong)
    {
        tooLong = false;
        while (true)
        {
            var at = _buffer.AsSpan(_searched, _filled - _searched).IndexOf((byte)'\n');
            if (at >= 0)
            {
                line = Limited(_start, _searched + at, ref tooLong);
                _start = _searched = _searched + at + 1;
                return true;
            }
            _searched = _filled;
            if (_ended)
            {
                line = Limited(_start, _filled, ref tooLong);
                Unended = tooLong || _filled > _start;
                _start = _filled;
                return Unended;
            }
            if (_filled - _start > MaxLength)
                tooLong = true;
            if (tooLong)
                _start = _searched = _filled = 0;
            Fill();
        }
    }

    private ReadOnlySpan<byte> Limited(int from, int to, scoped ref bool tooLong)
    {
        tooLong |= to - from > MaxLength;
        return tooLong ? default : _buffer.AsSpan(from, to - from);
    }

    private void Fill()
    {
        if (_start > 0)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _filled - _start);
            _filled -= _start;
            _searched -= _start;
            _start = 0;
        }
        if (_filled == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            Buffer.BlockCopy(_buffer, 0, larger, 0, _filled);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
        var read = _file.Read(_buffer, _filled, _buffer.Length - _filled);
        _filled += read;
        _ended = read == 0;
    }

    private static bool IsBlank(ReadOnlySpan<byte> line) =>
        line.IsEmpty || (line.Length == 1 && line[0] == (byte)'\r');
}
