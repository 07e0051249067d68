using System.Text;

namespace CiBudget.Tests.Ledger;

public sealed class LedgerReaderTests
{
    private const string Opening =
        """{"v":2,"kind":"process","id":"p","run":"r","started":"2026-11-22T10:00:00Z"}""";
    private const string Call =
        """{"v":2,"kind":"call","id":"a","time":"2026-11-22T10:00:00Z","endpoint":"messages","outcome":"answered","usage":[]}""";

    [Test]
    public void A_ledger_torn_at_any_byte_keeps_every_whole_line()
    {
        using var run = new RunFolder();
        using (var writer = new LedgerWriter(run.Path, new() { Id = "p" }))
        {
            writer.Append(FullEntry.Value with { Id = "a" });
            writer.Append(FullEntry.Value with { Id = "b" });
        }
        var bytes = File.ReadAllBytes(run.Ledgers.Single());
        var torn = Path.Combine(run.Path, "torn");

        for (var length = 0; length <= bytes.Length; length += TestEffort.Step(11))
        {
            File.WriteAllBytes(torn, bytes[..length]);
            var problems = new List<LedgerProblem>();
            var read = LedgerReader.Read(torn, problems.Add).ToList();

            // A line without its break counts when it is whole: the prefix of a JSON object is never one.
            var text = Encoding.UTF8.GetString(bytes, 0, length);
            var ended =
                text.EndsWith('\n')
                || text.EndsWith("}]}", StringComparison.Ordinal)
                || length == 0
                || bytes[length] == '\n';
            var whole =
                text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length - (ended ? 1 : 2);
            Assert.That(read, Has.Count.EqualTo(Math.Max(whole, 0)), text);
            Assert.That(
                problems.Select(problem => problem.Code),
                Is.EqualTo(ended ? Array.Empty<string>() : [Codes.UnclosedLedger]),
                text
            );
        }
    }

    [TestCase("{", "it is not valid JSON")]
    [TestCase("\0\0\0", "it is not a JSON object")]
    [TestCase("[]", "it is not a JSON object")]
    [TestCase(Call + Call, "it is not valid JSON")]
    [TestCase("""{"kind":"call"}""", "it has no schema version (\"v\")")]
    [TestCase("""{"v":2}""", "it is of no known kind")]
    [TestCase("""{"v":2,"kind":"dance"}""", "it is of no known kind")]
    [TestCase(
        """{"v":2,"kind":"call","status":"200"}""",
        "a value has another type than the schema says"
    )]
    [TestCase(
        """{"v":2,"kind":"call","outcome":"vanished"}""",
        "it has a value that is not one of CallOutcome"
    )]
    [TestCase(
        """{"v":2,"kind":"call","time":"yesterday"}""",
        "a time is not in the form 2026-11-22T10:00:00.0000000Z"
    )]
    [TestCase("""{"v":2,"kind":"call","time":"\ud800"}""", "it is not valid JSON")]
    [TestCase(
        """{"v":2,"kind":"call","test":{"name":7}}""",
        "its 'test' has a value of another type than the schema says"
    )]
    [TestCase(
        """{"v":2,"kind":"call","usage":[{"inputTokens":-5}]}""",
        "a count is not a whole number from 0 to 1000000000000"
    )]
    [TestCase(
        """{"v":2,"kind":"call","usage":[{"inputTokens":9000000000000}]}""",
        "a count is not a whole number from 0 to 1000000000000"
    )]
    [TestCase("""{"v":2,"kind":"call","usage":{"inputTokens":5}}""", "'usage' is not a list")]
    [TestCase(
        """{"v":2,"kind":"call","usage":[{"inputTokens":5,"inputTokan":7}]}""",
        "'usage' has a key that this version of CiBudget does not know"
    )]
    [TestCase(
        """{"v":2,"kind":"call","usage":[{"inputTokens":5,"inputTokens":0}]}""",
        "'usage' has 'inputTokens' twice"
    )]
    [TestCase("""{"v":2,"kind":"call","usage":[],"usage":[]}""", "it has 'usage' twice")]
    [TestCase("""{"v":2,"kind":"call","host":"\q"}""", "it is not valid JSON")]
    [TestCase("""{"v":2,"kind":"call","host":"\u12g4"}""", "it is not valid JSON")]
    [TestCase("""{"v":2,"kind":"call","host":"\udf89\ud83c"}""", "it is not valid JSON")]
    [TestCase("""{"v":2,"kind":"call","host":"\ud83c "}""", "it is not valid JSON")]
    [TestCase("""{"v":2,"kind":"call","host":"\u00"}""", "it is not valid JSON")]
    public void A_bad_line_is_named_and_the_rest_is_read(string bad, string fault)
    {
        var (entries, problems) = Read(Opening, bad, Call);

        Assert.That(entries.Select(entry => entry.Id), Is.EqualTo(new[] { "a" }));
        Assert.That(
            problems.Single() with
            {
                Path = "",
            },
            Is.EqualTo(new LedgerProblem(Codes.LedgerUnreadable, "", 2, fault))
        );
    }

    [TestCase(1)]
    [TestCase(3)]
    public void Another_schema_is_not_guessed_at(int version)
    {
        var (entries, problems) = Read(
            Opening,
            $$"""{"v":{{version}},"kind":"call","usage":"another shape"}""",
            Call
        );

        Assert.That(entries, Has.Count.EqualTo(1));
        Assert.That(
            problems.Single() with
            {
                Path = "",
            },
            Is.EqualTo(
                new LedgerProblem(
                    Codes.NewerLedger,
                    "",
                    2,
                    $"it has schema version {version}; this version of CiBudget reads 2"
                )
            )
        );
    }

    [Test]
    public void Unknown_keys_nulls_and_empty_lines_are_tolerated()
    {
        var (entries, problems) = Read(
            Opening,
            "",
            """{"v":2,"kind":"call","id":"a","mood":{"a":[1,{}]},"host":null,"usage":[{"inputTokens":3}]}"""
                + "\r"
        );

        Assert.That(problems, Is.Empty);
        Assert.That(entries.Single().Usage.Single().InputTokens, Is.EqualTo(3));
    }

    [Test]
    public void A_line_of_more_than_a_megabyte_is_skipped()
    {
        var (entries, problems) = Read(
            Opening,
            "{\"v\":2,\"x\":\"" + new string('x', 5_000_000) + "\"}",
            Call
        );

        Assert.That(entries, Has.Count.EqualTo(1));
        Assert.That(
            problems.Single() with
            {
                Path = "",
            },
            Is.EqualTo(new LedgerProblem(Codes.LedgerUnreadable, "", 2, "it is longer than 1 MB"))
        );
    }

    [Test]
    public void A_ledger_is_read_while_it_grows()
    {
        using var run = new RunFolder();
        using var writer = new LedgerWriter(run.Path, new() { Id = "p" });
        for (var count = 0; count < 3; count++)
        {
            Assert.That(LedgerReader.Read(writer.Path!).Count(), Is.EqualTo(count));
            writer.Append(new LedgerEntry());
        }
    }

    [Test]
    public void Ledgers_are_found_below_directories_once_and_in_order()
    {
        using var run = new RunFolder();
        Directory.CreateDirectory(Path.Combine(run.Path, "b"));
        foreach (var name in new[] { "b/1.ledger.jsonl", "a.ledger.jsonl", "a.jsonl" })
            File.WriteAllText(Path.Combine(run.Path, name), "");

        Assert.That(
            LedgerReader
                .Find([run.Path, Path.Combine(run.Path, "b")])
                .Select(path => Path.GetRelativePath(run.Path, path)),
            Is.EqualTo(new[] { "a.ledger.jsonl", "b/1.ledger.jsonl" })
        );
    }

    private static (List<LedgerEntry> Entries, List<LedgerProblem> Problems) Read(
        params string[] lines
    )
    {
        using var run = new RunFolder();
        var path = Path.Combine(run.Path, "p.ledger.jsonl");
        File.WriteAllText(path, string.Concat(lines.Select(line => line + "\n")));
        var problems = new List<LedgerProblem>();
        return ([.. LedgerReader.Read(path, problems.Add)], problems);
    }
}
