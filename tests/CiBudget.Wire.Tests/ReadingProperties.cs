using FsCheck;
using FsCheck.Fluent;

namespace CiBudget.Wire.Tests;

public sealed class ReadingProperties
{
    private static readonly BodyShape[] Shapes = Enum.GetValues<BodyShape>();

    private static readonly (BodyShape Shape, byte[] Body)[] Bodies =
    [
        .. WireFilesTests.Files.Select(file => (Reading.ShapeOf(file), WireFiles.Read(file))),
        (
            BodyShape.BedrockEventStream,
            BedrockFrames.OfEventStream(WireFiles.Read("stream-cache-thinking-tool.sse"))
        ),
    ];

    [Test]
    public void Random_pieces_give_what_the_whole_gives()
    {
        var cases =
            from body in Gen.Elements(Bodies)
            from sizes in Gen.Choose(0, 200).ListOf(50)
            select (body, sizes);

        Check(
            cases,
            x =>
                Describe(x.body.Shape, x.body.Body, [.. x.sizes])
                == Describe(x.body.Shape, x.body.Body, [])
        );
    }

    [Test]
    public void A_beginning_never_counts_more_than_the_whole()
    {
        var cases =
            from body in Gen.Elements(Bodies)
            from length in Gen.Choose(0, body.Body.Length)
            from size in Gen.Choose(1, 300)
            from endOfBody in Gen.Elements(true, false)
            select (body, length, size, endOfBody);

        Check(
            cases,
            x =>
            {
                var whole = Counts(Reading.All(x.body.Shape, x.body.Body));
                var part = Counts(
                    Reading.All(x.body.Shape, x.body.Body.AsSpan(0, x.length), x.size, x.endOfBody)
                );
                return part.Zip(whole).All(pair => pair.First <= pair.Second);
            }
        );
    }

    [Test]
    public void A_beginning_is_complete_only_when_it_says_what_the_whole_says()
    {
        var cases =
            from body in Gen.Elements(Bodies.Where(body => body.Shape != BodyShape.JsonLines))
            from length in Gen.Choose(0, body.Body.Length)
            select (body, length);

        Check(
            cases,
            x =>
            {
                var whole = Reading.All(x.body.Shape, x.body.Body).Single();
                var part = Reading.All(x.body.Shape, x.body.Body.AsSpan(0, x.length)).Single();
                return !part.Complete || Reading.Describe(part) == Reading.Describe(whole);
            }
        );
    }

    [Test]
    public void Garbage_is_never_an_exception_and_says_the_same_in_any_pieces()
    {
        var cases =
            from shape in Gen.Elements(Shapes)
            from bytes in ArbMap.Default.GeneratorFor<byte[]>()
            from size in Gen.Choose(1, 5)
            select (shape, bytes, size);

        Check(
            cases,
            x =>
                Describe(x.shape, x.bytes, [])
                == Describe(x.shape, x.bytes, Enumerable.Repeat(x.size, x.bytes.Length))
        );
    }

    [Test]
    public void Spoilt_bodies_are_never_an_exception_and_say_the_same_in_any_pieces()
    {
        var spoilers = "{}[]\",:\\u0\r\n data:event-1e."u8.ToArray();
        var cases =
            from body in Gen.Elements(Bodies)
            from places in Gen.Choose(0, body.Body.Length - 1).ListOf(6)
            from values in Gen.Elements(spoilers).ListOf(6)
            from size in Gen.Choose(1, 90)
            select (body, places, values, size);

        Check(
            cases,
            x =>
            {
                var bytes = (byte[])x.body.Body.Clone();
                foreach (var (place, value) in x.places.Zip(x.values))
                    bytes[place] = value;
                return Describe(x.body.Shape, bytes, [])
                    == Describe(x.body.Shape, bytes, Enumerable.Repeat(x.size, bytes.Length));
            },
            tests: 3000
        );
    }

    private static void Check<T>(Gen<T> cases, Func<T, bool> holds, int tests = 1000) =>
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(
                TestEffort.Rounds(few: tests / 5, thorough: tests)
            ),
            Prop.ForAll(cases.ToArbitrary(), holds)
        );

    /// <summary>Reads in pieces of these sizes, the rest in one.</summary>
    private static string Describe(BodyShape shape, byte[] body, IEnumerable<int> sizes)
    {
        var messages = new List<ResponseUsage>();
        var reader = new UsageReader(shape, messages.Add);
        var rest = body.AsSpan();
        foreach (var size in sizes)
        {
            var take = Math.Min(size, rest.Length);
            reader.Write(rest[..take]);
            rest = rest[take..];
        }
        reader.Write(rest);
        reader.Complete(true);
        return Reading.Describe(messages);
    }

    private static long[] Counts(List<ResponseUsage> messages)
    {
        var parts = messages.SelectMany(message => message.Parts).ToList();
        return
        [
            parts.Sum(part => part.InputTokens),
            parts.Sum(part => part.CacheWriteTokens),
            parts.Sum(part => part.CacheReadTokens),
            parts.Sum(part => part.OutputTokens),
            parts.Sum(part => part.ThinkingTokens),
            parts.Sum(part => part.WebSearchRequests),
        ];
    }
}
