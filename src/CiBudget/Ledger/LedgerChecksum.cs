using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace CiBudget.Ledger;

/// <summary>
/// A 64-bit checksum over lines in their order, fast enough to be taken of every line that is written or read. A ledger's closing
/// line carries it, so that a line that was changed, lost, repeated or moved is noticed. It guards against damage, not against forgery.
/// </summary>
/// <remarks>
/// Each step (xor, multiplication by an odd number, rotation) can be undone, so two texts that differ in one 8-byte word never have
/// the same checksum; others have it once in 2^64.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct LedgerChecksum
{
    /// <summary>Characters of a checksum as text.</summary>
    internal const int TextLength = 16;

    private const ulong Odd1 = 0x9E3779B185EBCA87;
    private const ulong Odd2 = 0xC2B2AE3D27D4EB4F;

    private ulong _state;

    /// <summary>Adds a line.</summary>
    /// <param name="line">The line without its break.</param>
    public void Add(ReadOnlySpan<byte> line) => _state = Over(line);

    /// <summary>The checksum as it would be with this text behind the lines that were added.</summary>
    internal readonly ulong Over(ReadOnlySpan<byte> text)
    {
        var first = _state;
        var second = (ulong)text.Length;
        var words = MemoryMarshal.Cast<byte, ulong>(text);
        var i = 0;
        // Two sums side by side: a multiplication takes the processor several cycles, and it can do two at once.
        for (; i + 1 < words.Length; i += 2)
        {
            first = Step(first, Word(words[i]), Odd1);
            second = Step(second, Word(words[i + 1]), Odd2);
        }
        if (i < words.Length)
            first = Step(first, Word(words[i]), Odd1);
        var tail = 0UL;
        foreach (var single in text.Slice(words.Length * sizeof(ulong)))
            tail = (tail << 8) | single;
        return Step(Step(first, tail, Odd1), second, Odd2);
    }

    private static ulong Step(ulong sum, ulong word, ulong odd)
    {
        sum = unchecked((sum ^ word) * odd);
        return (sum << 29) | (sum >> 35);
    }

    private static ulong Word(ulong word) =>
        BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
}
