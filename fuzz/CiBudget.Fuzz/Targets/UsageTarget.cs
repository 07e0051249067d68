namespace CiBudget.Fuzz;

/// <summary>
/// Usage in bodies of every shape: nothing throws, any pieces say what the whole says, and a beginning of a real body never counts
/// more than all of it. The first byte of an input is its shape.
/// </summary>
internal sealed class UsageTarget : ITarget
{
    private static readonly BodyShape[] Shapes = Enum.GetValues<BodyShape>();

    public UsageTarget()
    {
        string[] files =
        [
            .. new[] { "wire", "cases" }.SelectMany(folder =>
                Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, folder))
            ),
        ];
        Seeds =
        [
            .. files.Select(file => Of(Reading.ShapeOf(file), File.ReadAllBytes(file))),
            .. files
                .Where(file => Path.GetExtension(file) == ".sse")
                .Select(file =>
                    Of(
                        BodyShape.BedrockEventStream,
                        BedrockFrames.OfEventStream(File.ReadAllBytes(file))
                    )
                ),
            .. Enumerable
                .Repeat(new BodyGenerator(new Random(1)), 50)
                .Select(generator => generator.Whole())
                .Select(body => Of(body.Shape, body.Bytes)),
        ];
    }

    public string Name => "usage";

    public IReadOnlyList<byte[]> Seeds { get; }

    public string Try(byte[] input, Random random)
    {
        if (input.Length == 0)
            return "";
        var shape = Shapes[input[0] % Shapes.Length];
        var body = input[1..];
        var whole = Reading.All(shape, body);
        var said = Reading.Describe(whole);
        BrokenPromiseException.Unless(
            Reading.Describe(InPieces(shape, body, random)) == said,
            "other pieces say something else than the whole"
        );
        BrokenPromiseException.Unless(
            Reading.Describe(Reading.All(shape, body, pieceSize: 1)) == said,
            "single bytes say something else than the whole"
        );
        var cut = Reading.All(
            shape,
            body.AsSpan(0, random.Next(body.Length + 1)),
            endOfBody: false
        );
        BrokenPromiseException.Unless(
            Smallest(cut) >= 0 && Smallest(whole) >= 0,
            "a count is below zero"
        );
        foreach (var part in whole.SelectMany(message => message.Parts))
            BrokenPromiseException.Unless(
                PriceSheet.Embedded.CostOf(part).Usd is not < 0,
                "a cost is below zero"
            );
        return shape + Kind(whole);
    }

    public static string Kind(List<ResponseUsage> messages) =>
        string.Join(
            '|',
            messages
                .Take(3)
                .Select(message =>
                    $"{message.Complete} {message.Error?.Kind} {message.Model is null} {message.MessageId is null} "
                    + $"{message.StopReason is null} {message.BatchResult} {string.Join(',', message.Parts.Take(3).Select(Kind))}"
                )
        );

    private static string Kind(Usage part) =>
        $"{part.InputTokens > 0}{part.CacheWrite5mTokens > 0}{part.CacheWrite1hTokens > 0}{part.CacheReadTokens > 0}"
        + $"{part.OutputTokens > 0}{part.ThinkingTokens > 0}{part.WebSearchRequests > 0}{part.CacheSplitAssumed}{part.Unbilled}"
        + $"{part.UnknownCounters?.Count}{part.InputTokens > int.MaxValue}";

    private static List<ResponseUsage> InPieces(BodyShape shape, byte[] body, Random random)
    {
        var messages = new List<ResponseUsage>();
        var reader = new UsageReader(shape, messages.Add);
        for (var at = 0; at < body.Length; )
        {
            var size = Math.Min(random.Next(1 + (1 << random.Next(10))), body.Length - at);
            reader.Write(body.AsSpan(at, size));
            at += size;
        }
        reader.Complete(true);
        return messages;
    }

    private static long Smallest(List<ResponseUsage> messages) =>
        messages
            .SelectMany(message => message.Parts)
            .SelectMany(part =>
                new[]
                {
                    part.InputTokens,
                    part.CacheWrite5mTokens,
                    part.CacheWrite1hTokens,
                    part.CacheReadTokens,
                    part.OutputTokens,
                    part.ThinkingTokens,
                    part.WebSearchRequests,
                    part.WebFetchRequests,
                }
            )
            .DefaultIfEmpty()
            .Min();

    private static byte[] Of(BodyShape shape, byte[] body) => [(byte)shape, .. body];
}
