using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using CiBudget.Wire;

namespace CiBudget.Replay;

/// <summary>
/// One event in the framing of Bedrock's stream (<c>application/vnd.amazon.eventstream</c>): total length, length of the headers, CRC
/// of these two, headers, payload, CRC of all before it; lengths and CRCs are 4 bytes, big-endian.
/// </summary>
internal static class BedrockFrame
{
    public const string ContentType = "application/vnd.amazon.eventstream";

    private const int PreludeSize = 12;
    private const int CrcSize = 4;
    private const byte StringType = 7;

    /// <summary>An event of Claude's, whatever it says: also an error comes in a chunk, and keeps Claude's words.</summary>
    public static byte[] Encode(ScenarioEvent sent) =>
        Frame(
            [
                (":event-type", "chunk"),
                (":content-type", "application/json"),
                (":message-type", "event"),
            ],
            JsonSerializer.SerializeToUtf8Bytes(
                new Dictionary<string, string>
                {
                    ["bytes"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(sent.Data)),
                }
            )
        );

    private static byte[] Frame((string Name, string Value)[] headers, byte[] payload)
    {
        using var head = new MemoryStream(128);
        foreach (var (name, value) in headers)
        {
            head.WriteByte((byte)name.Length);
            head.Write(Encoding.ASCII.GetBytes(name));
            head.WriteByte(StringType);
            head.Write([(byte)(value.Length >> 8), (byte)value.Length]);
            head.Write(Encoding.ASCII.GetBytes(value));
        }
        var frame = new byte[PreludeSize + head.Length + payload.Length + CrcSize];
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(4), (int)head.Length);
        WriteCrc(frame, 8);
        head.ToArray().CopyTo(frame, PreludeSize);
        payload.CopyTo(frame, PreludeSize + (int)head.Length);
        WriteCrc(frame, frame.Length - CrcSize);
        return frame;
    }

    /// <summary>Writes the CRC of all bytes before a place there.</summary>
    private static void WriteCrc(byte[] frame, int at)
    {
        var crc = Crc32.Start();
        crc.Add(frame.AsSpan(0, at));
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(at), crc.Value);
    }
}
