using System.Text;

namespace CiBudget.Wire.Tests;

/// <summary>Reads bodies as a caller would, in one piece or in many.</summary>
internal static class Reading
{
    public static List<ResponseUsage> All(
        BodyShape shape,
        ReadOnlySpan<byte> body,
        int pieceSize = int.MaxValue,
        bool endOfBody = true,
        int? status = null
    )
    {
        var messages = new List<ResponseUsage>();
        var reader = new UsageReader(shape, messages.Add, status);
        while (body.Length > 0)
        {
            var take = Math.Min(pieceSize, body.Length);
            reader.Write(body[..take]);
            body = body[take..];
        }
        reader.Complete(endOfBody);
        return messages;
    }

    public static ResponseUsage One(BodyShape shape, string body, int? status = null) =>
        All(shape, Encoding.UTF8.GetBytes(body), status: status).Single();

    public static ResponseUsage Json(string body, int? status = null) =>
        One(BodyShape.Json, body, status);

    public static ResponseUsage Stream(string body) => One(BodyShape.EventStream, body);

    public static BodyShape ShapeOf(string file) =>
        Path.GetExtension(file) switch
        {
            ".sse" => BodyShape.EventStream,
            ".jsonl" => BodyShape.JsonLines,
            _ => BodyShape.Json,
        };

    /// <summary>Everything that a result says, as text: records compare their lists by reference.</summary>
    public static string Describe(IEnumerable<ResponseUsage> messages) =>
        string.Join("\n", messages.Select(Describe));

    public static string Describe(ResponseUsage message) =>
        $"{message with { Parts = [] }} {string.Join("; ", message.Parts.Select(Describe))}";

    private static string Describe(Usage part)
    {
        var unknown = (part.UnknownCounters ?? new Dictionary<string, long>()).Select(counter =>
            $"{counter.Key}={counter.Value}"
        );
        return $"{part with { UnknownCounters = null }} {string.Join(", ", unknown.Order())}";
    }
}
