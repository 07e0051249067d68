using System.Buffers.Binary;
using System.Text;

namespace CiBudget.Wire.Tests;

/// <summary>Builds frames of Bedrock's binary event stream.</summary>
internal static class BedrockFrames
{
    public static byte[] Event(string json, string padding = "abcdefgh") =>
        Frame(
            [
                (":event-type", "chunk"),
                (":content-type", "application/json"),
                (":message-type", "event"),
            ],
            $$"""{"bytes":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(json))}}","p":"{{padding}}"}"""
        );

    /// <summary>An event of ConverseStream, which is its frame's payload itself.</summary>
    public static byte[] Converse(string type, string json) =>
        Frame(
            [
                (":event-type", type),
                (":content-type", "application/json"),
                (":message-type", "event"),
            ],
            json
        );

    public static byte[] Exception(string type, string message) =>
        Frame(
            [
                (":exception-type", type),
                (":content-type", "application/json"),
                (":message-type", "exception"),
            ],
            $$"""{"message":"{{message}}"}"""
        );

    /// <summary>The events of a stream of server-sent events, framed as Bedrock frames them.</summary>
    public static byte[] OfEventStream(byte[] stream) =>
        [
            .. Encoding
                .UTF8.GetString(stream)
                .Split('\n')
                .Where(line => line.StartsWith("data: ", StringComparison.Ordinal))
                .SelectMany(line => Event(line[6..])),
        ];

    public static byte[] Frame((string Name, string Value)[] headers, string payload)
    {
        byte[] head =
        [
            .. headers.SelectMany(header =>
                (byte[])
                    [
                        (byte)header.Name.Length,
                        .. Encoding.UTF8.GetBytes(header.Name),
                        7,
                        (byte)(header.Value.Length >> 8),
                        (byte)header.Value.Length,
                        .. Encoding.UTF8.GetBytes(header.Value),
                    ]
            ),
        ];
        var body = Encoding.UTF8.GetBytes(payload);
        byte[] checkedBytes =
        [
            .. Prelude((uint)(12 + head.Length + body.Length + 4), (uint)head.Length),
            .. head,
            .. body,
        ];
        return [.. checkedBytes, .. BigEndian(Crc(checkedBytes))];
    }

    /// <summary>What a frame begins with, its own checksum right whatever it says.</summary>
    public static byte[] Prelude(uint total, uint headers)
    {
        byte[] lengths = [.. BigEndian(total), .. BigEndian(headers)];
        return [.. lengths, .. BigEndian(Crc(lengths))];
    }

    private static byte[] BigEndian(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    // Bit by bit, unlike the table of the code under test.
    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }
        return ~crc;
    }
}
