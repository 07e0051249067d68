using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace CiBudget;

/// <summary>
/// A 128-bit hash that tells equal request bodies from different ones inside one run. It is not cryptographic, because it need not
/// be: nobody gains by forging two bodies of his own with one hash, and even SHA-256 would not stop a guesser who knows the salt
/// from trying prompts. What matters is speed (it runs over every request body), that unequal bodies do not collide by accident, and
/// that hashes of different runs say nothing of each other.
/// </summary>
internal struct Fingerprint
{
    private const int BlockSize = 16;
    private const ulong First = 0x9E3779B97F4A7C15;
    private const ulong Second = 0xD6E8FEB86659FD93;
    private const ulong Third = 0xCA5A826395121157;

    private ulong _a;
    private ulong _b;

    // The bytes of a block that a piece left unfinished.
    private ulong _tailLow;
    private ulong _tailHigh;
    private int _tailLength;

    public long Length { get; private set; }

    public static Fingerprint Salted(string salt)
    {
        var fingerprint = new Fingerprint { _a = First, _b = Third };
        fingerprint.Add(Encoding.UTF8.GetBytes(salt));
        // Closes the salt, so that no salt and body run into one another.
        (fingerprint._a, fingerprint._b) = fingerprint.Finished();
        (fingerprint._tailLow, fingerprint._tailHigh, fingerprint._tailLength, fingerprint.Length) =
            (0, 0, 0, 0);
        return fingerprint;
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        while (_tailLength > 0 && bytes.Length > 0)
        {
            AddToTail(bytes[0]);
            bytes = bytes.Slice(1);
        }
        while (bytes.Length >= BlockSize)
        {
            Mix(
                BinaryPrimitives.ReadUInt64LittleEndian(bytes),
                BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(8))
            );
            bytes = bytes.Slice(BlockSize);
        }
        foreach (var b in bytes)
            AddToTail(b);
    }

    public override readonly string ToString()
    {
        var (a, b) = Finished();
        return a.ToString("x16", CultureInfo.InvariantCulture)
            + b.ToString("x16", CultureInfo.InvariantCulture);
    }

    private void AddToTail(byte b)
    {
        if (_tailLength < 8)
            _tailLow |= (ulong)b << (8 * _tailLength);
        else
            _tailHigh |= (ulong)b << (8 * (_tailLength - 8));
        if (++_tailLength < BlockSize)
            return;
        Mix(_tailLow, _tailHigh);
        (_tailLow, _tailHigh, _tailLength) = (0, 0, 0);
    }

    private void Mix(ulong low, ulong high)
    {
        _a = Turn(_a ^ Turn(low * First, 31) * Second, 27) * Third + _b;
        _b = Turn(_b ^ Turn(high * Third, 33) * First, 29) * Second + _a;
    }

    private readonly (ulong A, ulong B) Finished()
    {
        var copy = this;
        copy.Mix(_tailLow, _tailHigh);
        // The length sets a tail of zeros apart from no tail. It has a block of its own: with the tail's bytes it could cancel out.
        copy.Mix((ulong)Length, Second);
        var a = Avalanche(copy._a ^ copy._b);
        return (a, Avalanche(copy._b + a));
    }

    private static ulong Avalanche(ulong value)
    {
        value = (value ^ (value >> 32)) * Second;
        value = (value ^ (value >> 29)) * Third;
        return value ^ (value >> 32);
    }

    private static ulong Turn(ulong value, int by) => (value << by) | (value >> (64 - by));
}
