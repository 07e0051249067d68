namespace CiBudget.Wire;

/// <summary>Tells what a body is by its bytes.</summary>
internal static class BodyShapes
{
    /// <summary>A body without the byte order mark and the white space before its first byte that says something.</summary>
    public static ReadOnlySpan<byte> WithoutBlanks(ReadOnlySpan<byte> body)
    {
        while (
            body.Length > 0
            && body[0]
                is (byte)' '
                    or (byte)'\t'
                    or (byte)'\r'
                    or (byte)'\n'
                    or 0xEF
                    or 0xBB
                    or 0xBF
        )
            body = body.Slice(1);
        return body;
    }

    /// <summary>What begins with this byte; the expected shape where it says nothing.</summary>
    public static BodyShape Detect(byte first, BodyShape expected) =>
        expected is BodyShape.None or BodyShape.JsonLines
            ? expected
            : first switch
            {
                (byte)'{' or (byte)'[' => BodyShape.Json,
                // A comment, or the first letter of event, data, id and retry.
                (byte)':' or (byte)'e' or (byte)'d' or (byte)'i' or (byte)'r' =>
                    BodyShape.EventStream,
                // The length of a frame: no frame has 16 MB.
                0 => BodyShape.BedrockEventStream,
                _ => expected,
            };
}
