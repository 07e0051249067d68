using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace CiBudget.Tests;

/// <summary>Short cuts through whole pieces read what the steps read, and both read what another parser reads.</summary>
public sealed class ScannerProperties
{
    private static readonly BodyShape[] Shapes =
    [
        BodyShape.Json,
        BodyShape.JsonLines,
        BodyShape.EventStream,
    ];

    [Test]
    public void An_answer_says_the_same_whole_in_any_pieces_and_byte_by_byte()
    {
        var cases =
            from seed in Gen.Choose(0, int.MaxValue)
            from shape in Gen.Elements(Shapes)
            from at in Gen.Choose(0, 400)
            from size in Gen.Choose(2, 40)
            select (seed, shape, at, size);

        Check(
            cases,
            x =>
            {
                var body = Framed(x.shape, JsonBodies.Of(x.seed));
                var whole = Read(x.shape, body);
                return whole == Read(x.shape, body, 1)
                    && whole == Read(x.shape, body, x.size)
                    && whole == Read(x.shape, body, Math.Max(1, x.at), 1)
                    && whole == Read(x.shape, body, Math.Max(1, x.at), body.Length);
            },
            tests: 5000
        );
    }

    [TestCase("""{"content":[{"type":"text"}},"usage":{"input_tokens":1,"output_tokens":2}}""")]
    [TestCase("""{"content":[{"type":"text"},"usage":{"input_tokens":1,"output_tokens":2}}""")]
    [TestCase("""{"id":"a"],"usage":{"input_tokens":1,"output_tokens":2}}""")]
    [TestCase("""{"usage":{"input_tokens":^A1,"output_tokens":2}}""")]
    [TestCase("""{"id":nul,"usage":{"input_tokens":1,"output_tokens":2}}""")]
    [TestCase("""{"id":nullx,"usage":{"input_tokens":1,"output_tokens":2}}""")]
    [TestCase("""{"usage":{"input_tokens":1],"output_tokens":2}}""")]
    [TestCase("""{"usage":{"input_tokens" 1,"output_tokens":2}}""")]
    [TestCase("""{"usage":{"input_tokens":1 "output_tokens":2}}""")]
    [TestCase("""{"usage":{"input_tokens":1,"output_tokens":2},}""")]
    [TestCase("""{"usage":{"input_tokens":1,"output_tokens":2}}}""")]
    [TestCase("""{"usage":{"input_tokens":1,"output_tokens":2}""")]
    public void A_spoilt_text_is_incomplete_whole_and_byte_by_byte(string text)
    {
        var body = Encoding.UTF8.GetBytes(text.Replace("^A", "\u0001"));

        Assert.That(Reading.All(BodyShape.Json, body).Single().Complete, Is.False);
        Assert.That(Read(BodyShape.Json, body), Is.EqualTo(Read(BodyShape.Json, body, 1)));
    }

    [Test]
    public void A_request_says_the_same_whole_in_any_pieces_and_byte_by_byte()
    {
        var cases =
            from seed in Gen.Choose(0, int.MaxValue)
            from size in Gen.Choose(2, 40)
            select (seed, size);

        Check(
            cases,
            x =>
            {
                var body = JsonBodies.Of(x.seed);
                var whole = Asked(body, Math.Max(1, body.Length));
                return whole == Asked(body, 1) && whole == Asked(body, x.size);
            },
            tests: 2000
        );
    }

    [Test]
    public void Plain_facts_are_those_that_another_parser_finds()
    {
        Check(
            Gen.Choose(0, int.MaxValue),
            seed =>
            {
                var body = JsonBodies.Of(seed, isPlain: true);
                var read = Reading.All(BodyShape.Json, body).Single();
                var usage = read.Parts.SingleOrDefault() ?? new Usage();
                var found = Found.In(body);
                var text = Encoding.UTF8.GetString(body);
                Assert.That(
                    (read.MessageId, read.Model, read.StopReason),
                    Is.EqualTo((found.Id, found.Model, found.StopReason)),
                    text
                );
                Assert.That(
                    (usage.InputTokens, usage.OutputTokens, usage.CacheReadTokens),
                    Is.EqualTo((found.Input, found.Output, found.CacheRead)),
                    text
                );
                Assert.That(
                    Asked(body, body.Length),
                    Is.EqualTo($"{found.Model} {found.MaxTokens} {found.Stream}"),
                    text
                );
                return !(read.Complete && found.HasBadCount);
            },
            tests: 5000
        );
    }

    [TestCase("12345678901234567890e-10", 1234567891, Description = "Rounded up from ….1")]
    [TestCase("100000000000000000000e-5", 1000000000000000, Description = "10^15, the most")]
    [TestCase("999999999999999", 999999999999999)]
    [TestCase("0.00000000000000000001e21", 10)]
    public void A_count_of_many_digits_is_never_understated(string number, long count)
    {
        var usage = Reading.Json(
            "{\"usage\":{\"input_tokens\":1,\"output_tokens\":" + number + "}}"
        );

        Assert.That(usage.Parts.Single().OutputTokens, Is.EqualTo(count));
        Assert.That(usage.Complete, Is.True);
    }

    [Test]
    public void The_texts_hold_all_that_JSON_may_hold()
    {
        var all = string.Concat(
            Enumerable.Range(0, 3000).Select(seed => Encoding.UTF8.GetString(JsonBodies.Of(seed)))
        );

        foreach (
            var part in "}}} [{ },{ {} [] null, null} 503} 503] 12345678901234567890} -12.5 25e-1, \\u0069d \\\" [[[[".Split(
                ' '
            )
        )
            Assert.That(all, Does.Contain(part));
    }

    private static void Check<T>(Gen<T> cases, Func<T, bool> holds, int tests) =>
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(tests),
            Prop.ForAll(cases.ToArbitrary(), holds)
        );

    private static byte[] Framed(BodyShape shape, byte[] json) =>
        shape == BodyShape.EventStream
            ? [.. "event: message_delta\ndata: "u8, .. json, .. "\n\n"u8]
            : json;

    /// <summary>Reads in a first piece and pieces of one size after it.</summary>
    private static string Read(
        BodyShape shape,
        byte[] body,
        int first = int.MaxValue,
        int? size = null
    )
    {
        var messages = new List<ResponseUsage>();
        var reader = new UsageReader(shape, messages.Add);
        foreach (var piece in Pieces(body, first, size ?? first))
            reader.Write(body.AsSpan(piece));
        reader.Complete(true);
        return Reading.Describe(messages);
    }

    private static string Asked(byte[] body, int size)
    {
        var reader = new RequestReader(null);
        foreach (var piece in Pieces(body, size, size))
            reader.Write(body.AsSpan(piece));
        return $"{reader.Model} {reader.MaxTokens} {reader.Stream}";
    }

    private static IEnumerable<Range> Pieces(byte[] body, int first, int size)
    {
        for (var (at, take) = (0, first); at < body.Length; take = size)
        {
            take = Math.Min(take, body.Length - at);
            yield return at..(at + take);
            at += take;
        }
    }

    /// <summary>What System.Text.Json finds: the last of several values counts, and null is none.</summary>
    private sealed class Found
    {
        public string? Id { get; private set; }

        public string? Model { get; private set; }

        public string? StopReason { get; private set; }

        public long Input { get; private set; }

        public long Output { get; private set; }

        public long CacheRead { get; private set; }

        public long? MaxTokens { get; private set; }

        public bool Stream { get; private set; }

        public bool HasBadCount { get; private set; }

        public static Found In(byte[] body)
        {
            using var document = JsonDocument.Parse(body);
            var found = new Found();
            foreach (var property in document.RootElement.EnumerateObject())
                found.See(property.Name, property.Value);
            return found;
        }

        private void See(string name, JsonElement value)
        {
            if (value.ValueKind == JsonValueKind.String)
                _ = name switch
                {
                    "id" => Id = value.GetString(),
                    "model" => Model = value.GetString(),
                    "stop_reason" => StopReason = value.GetString(),
                    _ => null,
                };
            else if (
                name == "stream"
                && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            )
                Stream = value.GetBoolean();
            else if (name == "max_tokens")
                MaxTokens = Count(value) ?? MaxTokens;
            else if (name == "usage" && value.ValueKind == JsonValueKind.Object)
                foreach (var property in value.EnumerateObject())
                    SeeUsage(property.Name, property.Value);
        }

        private void SeeUsage(string name, JsonElement value)
        {
            HasBadCount |= value.ValueKind == JsonValueKind.Number && Count(value) is null;
            if (Count(value) is not { } count)
                return;
            switch (name)
            {
                case "input_tokens":
                    Input = count;
                    break;
                case "output_tokens":
                    Output = count;
                    break;
                case "cache_read_input_tokens":
                    CacheRead = count;
                    break;
            }
        }

        /// <summary>Rounded up; null when it is none.</summary>
        private static long? Count(JsonElement value)
        {
            if (value.ValueKind != JsonValueKind.Number)
                return null;
            var number = decimal.Parse(
                value.GetRawText(),
                NumberStyles.Float,
                CultureInfo.InvariantCulture
            );
            return number is >= 0 and <= 1_000_000_000_000_000 ? (long)Math.Ceiling(number) : null;
        }
    }
}
