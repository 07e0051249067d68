using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace CiBudget.Wire.Tests;

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
                    Is.EqualTo((found.Id, found.AnsweredModel, found.StopReason)),
                    text
                );
                Assert.That(read.UnreadableCounter is null, Is.EqualTo(found.IsReadable), text);
                if (found.IsReadable)
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
                return read.Parts.Count == 0 || found.IsReadable;
            },
            tests: 5000
        );
    }

    [TestCase("100000000000000000000e-8", 1000000000000, Description = "10^12, the most")]
    [TestCase("1000000000000", 1000000000000)]
    [TestCase("999999999999", 999999999999)]
    [TestCase("0.00000000000000000001e21", 10)]
    [TestCase("1.00000000000000000000000", 1)]
    public void A_count_of_many_digits_is_that_count(string number, long count)
    {
        var usage = Reading.Json(
            "{\"usage\":{\"input_tokens\":1,\"output_tokens\":" + number + "}}"
        );

        Assert.That(usage.Parts.Single().OutputTokens, Is.EqualTo(count));
        Assert.That(usage.Complete, Is.True);
    }

    [TestCase("12345678901234567890e-10", Description = "1234567890.123456789")]
    [TestCase("1.0000000000000000000000001")]
    [TestCase("1000000000001")]
    [TestCase("999999999999999")]
    [TestCase("1000000000000001")]
    public void A_count_that_is_not_whole_or_beyond_measure_is_none(string number) =>
        Assert.That(
            Reading
                .Json("{\"usage\":{\"input_tokens\":1,\"output_tokens\":" + number + "}}")
                .UnreadableCounter,
            Is.EqualTo("usage.output_tokens")
        );

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
            Config.QuickThrowOnFailure.WithMaxTest(
                TestEffort.Rounds(few: tests / 10, thorough: tests)
            ),
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
        /// <summary>The last id with a letter in it: an empty one names no message.</summary>
        public string? Id { get; private set; }

        /// <summary>What a request asks for.</summary>
        public string? Model { get; private set; }

        /// <summary>Who answered: an empty name names no model.</summary>
        public string? AnsweredModel { get; private set; }

        public string? StopReason { get; private set; }

        public long Input => _input ?? 0;

        public long Output => _output ?? 0;

        public long CacheRead => _cacheRead ?? 0;

        public long? MaxTokens { get; private set; }

        public bool Stream { get; private set; }

        /// <summary>Every counter is a count, and those that have to be there are there, or none of them is.</summary>
        public bool IsReadable =>
            !_isWrong
            && (
                (_input is not null && _output is not null)
                || (_input ?? _output ?? _cacheRead ?? _written) is null
            );

        private long? _input;
        private long? _output;
        private long? _cacheRead;
        private long? _written;
        private bool _isWrong;

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
            if (name == "usage")
                SeeUsage(value);
            else if (value.ValueKind == JsonValueKind.String)
                SeeText(name, value.GetString()!);
            else if (
                name == "stream"
                && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            )
                Stream = value.GetBoolean();
            else if (name == "max_tokens")
                MaxTokens = Count(value) ?? MaxTokens;
        }

        private void SeeText(string name, string text)
        {
            if (name == "model")
                (Model, AnsweredModel) = (text, text.Length > 0 ? text : AnsweredModel);
            else if (name == "id" && text.Length > 0)
                Id = text;
            else if (name == "stop_reason")
                StopReason = text;
        }

        private void SeeUsage(JsonElement value)
        {
            _isWrong |= !MayHoldCounters(value);
            if (value.ValueKind == JsonValueKind.Object)
                foreach (var property in value.EnumerateObject())
                    SeeUsage(property.Name, property.Value);
        }

        private static bool MayHoldCounters(JsonElement value) =>
            value.ValueKind is JsonValueKind.Object or JsonValueKind.Null
            || (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0);

        private void SeeUsage(string name, JsonElement value)
        {
            if (name is "cache_creation" or "server_tool_use")
                SeeCounters(name, value);
            if (value.ValueKind == JsonValueKind.Null)
                _isWrong |= name == "output_tokens";
            else if (
                name
                is "input_tokens"
                    or "output_tokens"
                    or "cache_read_input_tokens"
                    or "cache_creation_input_tokens"
            )
                See(name, Count(value));
        }

        private void See(string name, long? count)
        {
            _isWrong |= count is null;
            _ = name switch
            {
                "input_tokens" => _input = count,
                "output_tokens" => _output = count,
                "cache_read_input_tokens" => _cacheRead = count,
                _ => _written = count,
            };
        }

        private void SeeCounters(string name, JsonElement value)
        {
            _isWrong |= !MayHoldCounters(value);
            if (value.ValueKind != JsonValueKind.Object)
                return;
            foreach (var counter in value.EnumerateObject())
            {
                var isKnown =
                    name == "cache_creation"
                        ? counter.Name.StartsWith("ephemeral_", StringComparison.Ordinal)
                        : counter.Name == "web_search_requests";
                if (!isKnown || counter.Value.ValueKind == JsonValueKind.Null)
                    continue;
                _isWrong |= Count(counter.Value) is null;
                if (name == "cache_creation")
                    _written = Count(counter.Value) ?? _written;
            }
        }

        /// <summary>Null when it is no whole number from 0 that can be a count.</summary>
        private static long? Count(JsonElement value)
        {
            if (value.ValueKind != JsonValueKind.Number)
                return null;
            var number = decimal.Parse(
                value.GetRawText(),
                NumberStyles.Float,
                CultureInfo.InvariantCulture
            );
            return number is >= 0 and <= 1_000_000_000_000 && decimal.Truncate(number) == number
                ? (long)number
                : null;
        }
    }
}
