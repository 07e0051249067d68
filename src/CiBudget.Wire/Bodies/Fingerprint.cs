using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace CiBudget.Wire;

/// <summary>
/// A 64-bit hash that tells equal request bodies from different ones inside one run. It is not cryptographic, because it need not
/// be: nobody gains by forging two bodies of his own with one hash, and even SHA-256 would not stop a guesser who knows the salt
/// from trying prompts. What matters is speed (it runs over every request body), that unequal bodies do not collide by accident (of a
/// million prompts two would in one run of thirty million), and that hashes of different runs say nothing of each other.
/// </summary>
internal sealed class Fingerprint
{
    private const int BlockSize = 32;
    private const ulong First = 0x9E3779B97F4A7C15;
    private const ulong Second = 0xD6E8FEB86659FD93;
    private const ulong Third = 0xCA5A826395121157;

    private readonly Lanes _start;
    private Lanes _lanes;

    // The bytes of a block that a piece left unfinished.
    private readonly byte[] _tail = new byte[BlockSize];
    private int _tailLength;

    public Fingerprint(string salt)
    {
        _lanes = new(First, Second, Third, First ^ Third);
        Add(Encoding.UTF8.GetBytes(salt));
        // Closes the salt, so that no salt and body run into one another.
        var (a, b) = Finished();
        _start = new(a, b, a ^ First, b ^ Second);
        Clear();
    }

    private long _length;

    /// <summary>Starts over, under the same salt.</summary>
    public void Clear()
    {
        _lanes = _start;
        (_tailLength, _length) = (0, 0);
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        _length += bytes.Length;
        if (_tailLength > 0)
        {
            var take = Math.Min(BlockSize - _tailLength, bytes.Length);
            Keep(bytes.Slice(0, take));
            bytes = bytes.Slice(take);
            if (_tailLength < BlockSize)
                return;
            _lanes.Mix(_tail);
            _tailLength = 0;
        }
        // A copy stays in registers.
        var lanes = _lanes;
        for (; bytes.Length >= BlockSize; bytes = bytes.Slice(BlockSize))
            lanes.Mix(bytes);
        _lanes = lanes;
        Keep(bytes);
    }

    public override string ToString()
    {
        var (hash, _) = Finished();
        Span<char> digits = stackalloc char[16];
        Hex((uint)(hash >> 32), digits);
        Hex((uint)hash, digits.Slice(8));
        return digits.ToString();
    }

    // By hand and eight digits at a time, because this is a tenth of what a small request costs otherwise.
    internal static void Hex(uint value, Span<char> digits)
    {
        // A digit's four bits to each byte, the first digit in the lowest.
        ulong spread = BinaryPrimitives.ReverseEndianness(value);
        spread = (spread | (spread << 16)) & 0x0000FFFF0000FFFF;
        spread = (spread | (spread << 8)) & 0x00FF00FF00FF00FF;
        spread = ((spread >> 4) | (spread << 8)) & 0x0F0F0F0F0F0F0F0F;
        // From 10 on they are letters, which stand 39 places behind the digits.
        var letters = ((spread + 0x0606060606060606) >> 4) & 0x0101010101010101;
        var ascii = spread + 0x3030303030303030 + letters * 39;
        for (var i = 0; i < 8; i++)
            digits[i] = (char)((ascii >> (8 * i)) & 0xFF);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_tail.AsSpan(_tailLength));
        _tailLength += bytes.Length;
    }

    private (ulong A, ulong B) Finished()
    {
        var lanes = _lanes;
        _tail.AsSpan(_tailLength).Clear();
        lanes.Mix(_tail);
        // The length sets a tail of zeros apart from no tail.
        return lanes.Finished((ulong)_length);
    }

    /// <summary>Four sums that do not wait for one another, each over every fourth word.</summary>
    private struct Lanes(ulong a, ulong b, ulong c, ulong d)
    {
        private ulong _a = a;
        private ulong _b = b;
        private ulong _c = c;
        private ulong _d = d;

        public void Mix(ReadOnlySpan<byte> block)
        {
            // One check of the length for all four.
            var words = MemoryMarshal.Read<Words>(block);
            _a = Mixed(_a, words.A);
            _b = Mixed(_b, words.B);
            _c = Mixed(_c, words.C);
            _d = Mixed(_d, words.D);
        }

        public readonly (ulong A, ulong B) Finished(ulong length)
        {
            var (first, second) = (length * First, length ^ Second);
            foreach (var lane in (ReadOnlySpan<ulong>)[_a, _b, _c, _d])
            {
                first = Mixed(first, lane) + second;
                second = Mixed(second, Turn(lane, 32)) + first;
            }
            first = Avalanche(first);
            return (first, Avalanche(second ^ first));
        }

        /// <summary>A block as four words. Hashes never leave their run, so they may have the byte order of its machine.</summary>
        [StructLayout(LayoutKind.Sequential)]
        private readonly struct Words
        {
            public readonly ulong A;
            public readonly ulong B;
            public readonly ulong C;
            public readonly ulong D;
        }

        private static ulong Mixed(ulong sum, ulong word) => Turn(sum + word * Second, 31) * First;
    }

    private static ulong Avalanche(ulong value)
    {
        value = (value ^ (value >> 32)) * Second;
        value = (value ^ (value >> 29)) * Third;
        return value ^ (value >> 32);
    }

    private static ulong Turn(ulong value, int by) => (value << by) | (value >> (64 - by));
}
