using System.IO.Compression;
using CiBudget.Wire;

namespace CiBudget.Tool.Bodies;

/// <summary>Reads the messages of one recorded body, in pieces: a batch result of gigabytes takes no more memory than a message.</summary>
internal static class RecordedBody
{
    private const int PieceSize = 64 * 1024;

    /// <param name="stream">The body, gzip or plain. It is disposed.</param>
    /// <param name="onMessage">Hears of every message in order.</param>
    public static void Read(Stream stream, Action<ResponseUsage> onMessage)
    {
        using var raw = new HeadedStream(stream, ShapeOfBody.HeadSize);
        if (!ShapeOfBody.IsGzip(raw.Head))
        {
            ReadPlain(raw, onMessage);
            return;
        }
        using var plain = new HeadedStream(
            new GZipStream(raw, CompressionMode.Decompress),
            ShapeOfBody.HeadSize
        );
        ReadPlain(plain, onMessage);
    }

    private static void ReadPlain(HeadedStream body, Action<ResponseUsage> onMessage)
    {
        var shape = ShapeOfBody.Detect(body.Head);
        var reader = NewReader(shape, onMessage);
        var buffer = new byte[PieceSize];
        int length;
        var mark = true;
        while ((length = body.Read(buffer)) > 0)
        {
            var piece = buffer.AsSpan(0, length);
            if (mark && piece.StartsWith("\uFEFF"u8))
                piece = piece[3..];
            mark = false;
            if (shape == RecordedShape.MessageLines)
                WriteLines(ref reader, piece, onMessage);
            else
                reader.Write(piece);
        }
        reader.Complete(endOfBody: true);
    }

    private static void WriteLines(
        ref UsageReader reader,
        ReadOnlySpan<byte> piece,
        Action<ResponseUsage> onMessage
    )
    {
        int end;
        while ((end = piece.IndexOf((byte)'\n')) >= 0)
        {
            reader.Write(piece[..end]);
            reader.Complete(endOfBody: true);
            reader = NewReader(RecordedShape.MessageLines, onMessage);
            piece = piece[(end + 1)..];
        }
        reader.Write(piece);
    }

    private static UsageReader NewReader(RecordedShape shape, Action<ResponseUsage> onMessage) =>
        shape == RecordedShape.MessageLines
            // A blank line, such as the one after the last line break, is no message.
            ? new(BodyShape.Json, message => Unless(IsNothing(message), message, onMessage))
            : new(
                shape == RecordedShape.BatchResults ? BodyShape.JsonLines : BodyShape.Json,
                onMessage
            );

    private static bool IsNothing(ResponseUsage message) => message == new ResponseUsage();

    private static void Unless(bool nothing, ResponseUsage message, Action<ResponseUsage> onMessage)
    {
        if (!nothing)
            onMessage(message);
    }
}
