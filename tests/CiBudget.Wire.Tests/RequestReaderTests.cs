using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace CiBudget.Wire.Tests;

public sealed class RequestReaderTests
{
    private const string Body = """
        {"model":"claude-opus-5-5","max_tokens":64,"stream":true,"messages":[{"role":"user","content":"{\"model\":\"no\"}"},
         {"role":"user","content":[{"type":"text","text":"grüße","model":"no","max_tokens":9,"stream":false}]}],
         "metadata":{"model":"no"}}
        """;

    [Test]
    public void Only_the_top_level_is_read()
    {
        var request = Read(Body);

        Assert.That(
            (request.Model, request.MaxTokens, request.Stream),
            Is.EqualTo(("claude-opus-5-5", 64, true))
        );
        Assert.That(request.Length, Is.EqualTo(Encoding.UTF8.GetByteCount(Body)));
    }

    [TestCase("""{"anthropic_version":"2026-10-21","messages":[]}""")]
    [TestCase("""{"model":null,"max_tokens":null,"stream":null}""")]
    [TestCase("""{"model":7,"max_tokens":"64","stream":"true"}""")]
    [TestCase("not json")]
    [TestCase("")]
    public void What_is_not_there_is_null(string body)
    {
        var request = Read(body);

        Assert.That(
            (request.Model, request.MaxTokens, request.Stream),
            Is.EqualTo(((string?)null, (long?)null, false))
        );
        Assert.That(request.PromptHash(), Does.Match("^[0-9a-f]{16}$"));
    }

    [Test]
    public void Values_of_another_shape_and_flags_of_another_name_are_passed_over()
    {
        var request = Read(
            """{"model":{"model":"no"},"max_tokens":{"max_tokens":9},"stream":{"stream":true},"thinking":true}"""
        );

        Assert.That(
            (request.Model, request.MaxTokens, request.Stream),
            Is.EqualTo(((string?)null, (long?)null, false))
        );
    }

    [TestCase("0", 0)]
    [TestCase("-1", null)]
    public void No_tokens_may_be_asked_for_but_not_fewer(string written, long? maxTokens) =>
        Assert.That(Read($$"""{"max_tokens":{{written}}}""").MaxTokens, Is.EqualTo(maxTokens));

    [Test]
    public void A_reader_that_was_given_no_salt_has_no_hash()
    {
        var reader = new RequestReader(null);
        reader.Write("{}"u8);

        Assert.That(reader.PromptHash, Throws.InvalidOperationException);
    }

    [Test]
    public void Any_size_of_pieces_gives_the_same()
    {
        var whole = Read(Body);

        for (var size = 1; size < Body.Length; size++)
        {
            var request = Read(Body, pieceSize: size);
            Assert.That(
                (request.Model, request.MaxTokens, request.Stream),
                Is.EqualTo((whole.Model, whole.MaxTokens, whole.Stream))
            );
            Assert.That(request.PromptHash(), Is.EqualTo(whole.PromptHash()), $"pieces of {size}");
        }
    }

    [Test]
    public void Another_salt_gives_another_hash()
    {
        var hashes = new[] { "", "run-1", "run-2", "run-1" + Body }.Select(salt =>
            Read(Body, salt).PromptHash()
        );

        Assert.That(hashes, Is.Unique);
    }

    [Test]
    public void Asking_for_the_hash_does_not_change_it()
    {
        var reader = new RequestReader("run");
        reader.Write("abc"u8);
        reader.PromptHash();
        reader.Write("def"u8);

        Assert.That(reader.PromptHash(), Is.EqualTo(Read("abcdef", "run").PromptHash()));
    }

    [Test]
    public void Every_changed_bit_gives_another_hash()
    {
        var body = Encoding.UTF8.GetBytes(Body);
        var hashes = new HashSet<string> { Hash(body) };

        for (var bit = 0; bit < body.Length * 8; bit++)
        {
            body[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.That(hashes.Add(Hash(body)), Is.True, $"bit {bit}");
            body[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Test]
    public void Zeros_of_any_number_have_hashes_of_their_own()
    {
        var hashes = Enumerable.Range(0, 300).Select(length => Hash(new byte[length]));

        Assert.That(hashes, Is.Unique);
    }

    [Test]
    public void Short_bodies_have_hashes_of_their_own()
    {
        var bodies = Enumerable
            .Range(0, 65536)
            .Select(i => new[] { (byte)i, (byte)(i >> 8) })
            .ToList();
        var all = bodies
            .Concat(bodies.Where(body => body[1] == 0).Select(body => new[] { body[0] }))
            .Append([]);

        Assert.That(all.Select(Hash), Is.Unique);
    }

    [Test]
    public void Half_of_the_bits_change_when_one_does()
    {
        var hashes = Enumerable.Range(0, 2000).Select(i => Hash(BitConverter.GetBytes(i))).ToList();
        var changed = hashes.Zip(hashes.Skip(1), (a, b) => Bits(a, b)).Average();

        Assert.That(changed, Is.EqualTo(32).Within(1));
    }

    [Test]
    public void Equal_hashes_mean_equal_bodies()
    {
        var bodies = ArbMap.Default.GeneratorFor<byte[]>().Two();

        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(TestEffort.Rounds(few: 400, thorough: 2000)),
            Prop.ForAll(
                bodies.ToArbitrary(),
                x => x.Item1.SequenceEqual(x.Item2) == (Hash(x.Item1) == Hash(x.Item2))
            )
        );
    }

    private static int Bits(string a, string b) =>
        (int)(
            UInt128.PopCount(
                UInt128.Parse(a, System.Globalization.NumberStyles.HexNumber, null)
                    ^ UInt128.Parse(b, System.Globalization.NumberStyles.HexNumber, null)
            )
        );

    private static string Hash(byte[] body)
    {
        var reader = new RequestReader("run");
        reader.Write(body);
        return reader.PromptHash();
    }

    private static RequestReader Read(
        string body,
        string salt = "run",
        int pieceSize = int.MaxValue
    )
    {
        var reader = new RequestReader(salt);
        foreach (var piece in Encoding.UTF8.GetBytes(body).Chunk(Math.Min(pieceSize, 1 << 20)))
            reader.Write(piece);
        return reader;
    }
}
