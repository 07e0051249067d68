using System.Buffers.Binary;

namespace CiBudget.Wire;

/// <summary>The headers of a Bedrock frame: length of the name (1 byte), name, type (1 byte, 7 is a string), length (2 bytes), value.</summary>
internal readonly ref struct BedrockHeaders(ReadOnlySpan<byte> bytes)
{
    private const byte StringType = 7;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>A string header's value; empty when it is not there, or stands behind a header of another type.</summary>
    public ReadOnlySpan<byte> Find(ReadOnlySpan<byte> name)
    {
        var rest = _bytes;
        while (rest.Length > 0)
        {
            var valueAt = 1 + rest[0] + 3;
            if (rest.Length < valueAt || rest[valueAt - 3] != StringType)
                return default;
            var end = valueAt + BinaryPrimitives.ReadUInt16BigEndian(rest.Slice(valueAt - 2));
            if (rest.Length < end)
                return default;
            if (rest.Slice(1, rest[0]).SequenceEqual(name))
                return rest.Slice(valueAt, end - valueAt);
            rest = rest.Slice(end);
        }
        return default;
    }
}
