using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;

namespace CiBudget.Tests.Ledger;

/// <summary>A line means the same whatever was read before it.</summary>
public sealed partial class LedgerReuseTests
{
    private const string Call =
        """{"v":2,"kind":"call","id":"p-1","time":"2026-11-22T10:00:00.0000000Z","test":{"name":"A","fixture":"F","repetition":7},"endpoint":"messages","outcome":"answered","status":200,"requestModel":"claude-opus-5-5","maxTokens":1024,"messageId":"msg_1","durationMs":812.4,"usage":[{"model":"claude-opus-5-5","inputTokens":20,"outputTokens":5,"serviceTier":"standard"}]}""";

    private static readonly string[] Lines =
    [
        Call,
        .. Written(),
        Call.Replace(":", ": ", StringComparison.Ordinal) + " ",
        Call.Replace("\"status\":200", "\"status\":null", StringComparison.Ordinal),
        Call.Replace("\"id\"", "\"mood\":{\"a\":[1,\"b\"]},\"id\"", StringComparison.Ordinal),
        """{"v":2,"kind":"call","test":{},"error":{"type":"a","kind":"spendLimit"},"usage":[{},{"model":"m","model":"n","batch":true},{"inputTokens":1}],"id":"x\"y"}""",
        """{"usage":[{"inputTokens":1}],"usage":[{"outputTokens":2}],"id":"1","v":2,"kind":"batchMessage"}""",
        """{"v":3,"kind":"call"}""",
        "",
        "[]",
    ];

    private static readonly string[] Values =
    [
        .. "null|0|2|20|200|2.5|-1|1e3|99999999999999| 7|7 |true|false|{}|[]|[{}]|{\"name\":\"B\"}|{\"a\":[\"b\"]}".Split(
            '|'
        ),
        .. "|A|AB|x\\\"y|\\u0041|é|process|batchMessage|call|end|messages|countTokens|refused|answered"
            .Split('|')
            .Concat(["2026-11-22T10:00:00Z", "2026-11-22T10:00:00.1234567Z", "claude-haiku-5-5"])
            .Select(text => $"\"{text}\""),
    ];

    [Test]
    public void A_line_is_read_alike_after_any_other()
    {
        var cases =
            from first in Gen.Elements(Lines)
            from changes in Changes().ListOf(12)
            select Sequence(first, changes);

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(TestEffort.Rounds(few: 300, thorough: 3000)),
            Prop.ForAll(
                cases.ToArbitrary(),
                lines =>
                {
                    var used = new LedgerLine();
                    return lines.All(line => Read(used, line) == Read(new(), line));
                }
            )
        );
    }

    // What differs from the call above, and how.
    [TestCase("\"inputTokens\":20", "\"inputTokens\":2", TestName = "A_value_is_the_beginning")]
    [TestCase("\"inputTokens\":20", "\"inputTokens\":200", TestName = "A_value_goes_on")]
    [TestCase("\"status\":200", "\"status\":null", TestName = "A_value_is_null")]
    [TestCase("\"status\":200", "\"status\": 404", TestName = "A_value_has_a_space_before_it")]
    [TestCase("812.4", "            812.4", TestName = "A_value_has_many_spaces_before_it")]
    [TestCase("\"status\":200", "\"status\":404 ", TestName = "A_value_has_a_space_behind_it")]
    [TestCase("\"status\":200", "\"status\":\"200\"", TestName = "A_value_has_another_type")]
    [TestCase("\"status\":200,", "", TestName = "A_key_is_missing")]
    [TestCase("\"status\":200", "\"state\":200", TestName = "A_key_is_unknown")]
    [TestCase("\"status\":200", "\"status\":404,\"status\":200", TestName = "A_key_is_there_twice")]
    [TestCase("\"name\":\"A\"", "\"name\":\"A long one\"", TestName = "The_test_is_longer")]
    [TestCase(
        "{\"name\":\"A\",\"fixture\":\"F\",\"repetition\":7}",
        "{}",
        TestName = "The_test_is_empty"
    )]
    [TestCase("\"p-1\"", "\"p\\\"1\"", TestName = "A_text_is_escaped")]
    [TestCase("\"F\"", "\"F\\\"}\"", TestName = "The_test_has_brackets_in_a_text")]
    [TestCase("\"F\"", "{}", TestName = "The_test_has_another_object_in_it")]
    [TestCase("\"A\",", "\"A\" ", TestName = "The_test_lacks_a_comma")]
    [TestCase("\"repetition\":7", "\"repetition\":700", TestName = "The_test_is_repeated")]
    [TestCase("\"repetition\":7", "\"repetition\":7{}", TestName = "The_test_has_an_odd_end")]
    [TestCase("\"repetition\":7", "\"repetition\":-2.5e7", TestName = "The_test_has_a_number")]
    [TestCase("\"p-1\"", "\"\"", TestName = "A_text_is_empty")]
    [TestCase("}]}", "},{\"inputTokens\":7}]}", TestName = "There_are_two_usages")]
    [TestCase("\"kind\":\"call\"", "\"kind\":\"batchMessage\"", TestName = "It_is_a_message")]
    [TestCase("\"kind\":\"call\"", "\"kind\":\"process\"", TestName = "It_is_the_opening_line")]
    [TestCase("\"v\":2", "\"v\":3", TestName = "It_is_newer")]
    [TestCase("}]}", "}", TestName = "It_is_cut")]
    [TestCase("}]}", "}]}}", TestName = "It_goes_on_behind_its_end")]
    public void A_line_is_read_alike_before_and_after_one_that_differs(string part, string other)
    {
        var different = Call.Replace(part, other, StringComparison.Ordinal);
        var used = new LedgerLine();

        // Also changed elsewhere, so that some of it is read and the rest has moved.
        foreach (
            var line in new[] { Call, different, Call, Moved(different), different, Moved(Call) }
        )
            Assert.That(Read(used, line), Is.EqualTo(Read(new(), line)), line);
    }

    [TestCase("""{"v":2,"kind":"call","status":200,"status":404}""")]
    [TestCase("""{"v":2,"kind":"call","usage":[{"inputTokens":200}],"usage":[{"batch":true}]}""")]
    [TestCase("""{"v":2,"kind":"call","usage":[{"inputTokens":200,"inputTokens":404}]}""")]
    [TestCase("""{"v":2,"kind":"call","usage":[{"inputTokens":200}],"usage":[]}""")]
    public void The_first_of_two_values_does_not_count_when_it_changes(string line)
    {
        var used = new LedgerLine();
        foreach (var first in new[] { "200", "500", "302" })
        {
            var changed = line.Replace("200", first, StringComparison.Ordinal);
            Assert.That(Read(used, changed), Is.EqualTo(Read(new(), changed)));
        }
    }

    [Test]
    public void An_unknown_value_may_change()
    {
        var line = new LedgerLine();
        foreach (var mood in new[] { "1", "22", "{}", "\"good\"" })
        {
            var text = Call.Replace(
                "\"status\"",
                $"\"mood\":{mood},\"status\"",
                StringComparison.Ordinal
            );

            Assert.That(Parse(line, text), Is.Null);
            Assert.That(line.MessageId.Text(Encoding.UTF8.GetBytes(text)), Is.EqualTo("msg_1"));
        }
    }

    [Test]
    public void A_line_is_read_alike_after_one_that_was_too_long()
    {
        var line = new LedgerLine();
        Parse(line, Call);

        Assert.That(Parse(line, ""), Is.EqualTo("it is longer than 1 MB"));
        Assert.That(Read(line, Moved(Call)), Is.EqualTo(Read(new(), Moved(Call))));
    }

    [Test]
    public void Lines_that_take_turns_are_read_alike_and_so_are_those_after_them()
    {
        var line = new LedgerLine();
        var other = Call.Replace("\"status\":200", "\"attempt\":2", StringComparison.Ordinal);
        for (var i = 0; i < 300; i++)
        {
            var text = (i < 100 && i % 2 == 0 ? other : Call).Replace(
                "p-1",
                "p-" + i,
                StringComparison.Ordinal
            );
            Assert.That(Read(line, text), Is.EqualTo(Read(new(), text)));
        }
    }

    [Test]
    public void A_line_is_read_alike_after_a_long_one()
    {
        var line = new LedgerLine();
        foreach (var length in new[] { 10, 1_000, 100_000, 90_000, 10 })
        {
            var text = Call.Replace("p-1", new string('p', length), StringComparison.Ordinal);
            Assert.That(Read(line, text), Is.EqualTo(Read(new(), text)));
        }
    }

    [Test]
    public void A_line_with_more_values_than_anybody_writes_is_read_alike()
    {
        var usage = string.Join(',', Enumerable.Repeat("{\"inputTokens\":20}", 100));
        var line = new LedgerLine();

        foreach (var count in new[] { "20", "300", "4" })
        {
            var text =
                $$"""{"v":2,"kind":"call","usage":[{{usage.Replace("20", count, StringComparison.Ordinal)}}]}""";
            Assert.That(Read(line, text), Is.EqualTo(Read(new(), text)));
        }
    }

    [Test]
    public void Keys_in_another_order_are_told()
    {
        var line = new LedgerLine();
        foreach (var text in new[] { Call, Turned(Call), Call, Turned(Call), Turned(Call) })
        {
            Assert.That(Parse(line, text), Is.Null);
            Assert.That(Read(line, text), Is.EqualTo(Read(new(), text)));
        }

        static string Turned(string line) =>
            "{" + string.Join(',', KeyAndValuePattern().Matches(line[1..^1]).Reverse()) + "}";
    }

    [TestCase(",\"status\":200", "\"status\":200", TestName = "A_comma_before_a_key_is_missing")]
    [TestCase("{\"v\":2", "{,\"v\":2", TestName = "A_comma_stands_before_the_first_key")]
    [TestCase(
        "[{\"model\"",
        "[{,\"model\"",
        TestName = "A_comma_stands_before_an_elements_first_key"
    )]
    [TestCase(",\"status\":200", ",\"status\"200", TestName = "A_colon_is_missing")]
    public void A_fault_between_known_keys_is_no_less_a_fault(string part, string fault)
    {
        var line = new LedgerLine();
        Assert.That(Parse(line, Call), Is.Null);

        Assert.That(
            Parse(line, Call.Replace(part, fault, StringComparison.Ordinal)),
            Is.EqualTo("it is not valid JSON")
        );
    }

    private static IEnumerable<string> Written()
    {
        using var run = new RunFolder();
        using (var writer = new LedgerWriter(run.Path, new() { Id = "p", Assembly = "Shop" }))
        {
            writer.Append(FullEntry.Value);
            writer.Append(new LedgerEntry { Id = "e2", IsCall = false });
            writer.Close(1, 2);
        }
        return run.Lines;
    }

    /// <summary>A change of a text at a place, both given as a number that the text's length limits.</summary>
    private static Gen<Func<string, string>> Changes()
    {
        var at = Gen.Choose(0, 100_000);
        var value = Gen.Elements(Values);
        var key = Gen.Elements("id", "status", "usage", "kind", "test", "inputTokens", "other");
        var one = Gen.Frequency(
            (1, Gen.Constant<Func<string, string>>(text => text)),
            (8, at.Zip(value, (i, v) => AtValue(i, _ => v))),
            (4, at.Select(i => AtValue(i, old => Grown(old, i)))),
            (1, at.Zip(key, (i, k) => AtKey(i, _ => $"\"{k}\":"))),
            (1, at.Zip(value, (i, v) => AtKey(i, old => old + v + "," + old))),
            (1, at.Select(i => AtKey(i, old => old + " "))),
            (
                1,
                at.Zip(
                    Gen.Elements("\"{}[],:\\ 0129-nt".ToCharArray()),
                    (i, c) =>
                        (Func<string, string>)(
                            text =>
                                text.Length == 0
                                    ? text
                                    : text.Remove(i % text.Length, 1)
                                        .Insert(i % text.Length, c.ToString())
                        )
                )
            ),
            (1, at.Select<int, Func<string, string>>(i => text => text[..(i % (text.Length + 1))]))
        );
        return one.Two()
            .Select<(Func<string, string>, Func<string, string>), Func<string, string>>(two =>
                text => two.Item2(two.Item1(text))
            );
    }

    /// <summary>Each line is made of the first or of the one before.</summary>
    private static List<string> Sequence(string first, IReadOnlyList<Func<string, string>> changes)
    {
        var lines = new List<string> { first };
        for (var i = 0; i < changes.Count; i++)
        {
            lines.Add(changes[i](i % 3 == 0 ? lines[^1] : first));
            if (i % 4 == 0)
                lines.Add(first);
        }
        return lines;
    }

    private static Func<string, string> AtValue(int number, Func<string, string> change) =>
        text =>
        {
            var values = ValuePattern().Matches(text);
            if (values.Count == 0)
                return text;
            var value = values[number % values.Count].Groups["value"];
            return text.Remove(value.Index, value.Length).Insert(value.Index, change(value.Value));
        };

    private static Func<string, string> AtKey(int number, Func<string, string> change) =>
        text =>
        {
            var keys = KeyPattern().Matches(text);
            if (keys.Count == 0)
                return text;
            var key = keys[number % keys.Count];
            return text.Remove(key.Index, key.Length).Insert(key.Index, change(key.Value));
        };

    /// <summary>A value of the same type that begins like the old one.</summary>
    private static string Grown(string value, int number) =>
        value.EndsWith('"') ? value[..^1] + number + '"'
        : char.IsDigit(value[^1]) ? value + (number % 10)
        : value;

    private static string Moved(string line) =>
        line.Replace("p-1", "p-1000", StringComparison.Ordinal)
            .Replace("\"inputTokens\":20", "\"inputTokens\":3", StringComparison.Ordinal);

    private static string? Parse(LedgerLine line, string text) =>
        line.TryParse(Encoding.UTF8.GetBytes(text), out var fault) ? null : fault;

    /// <summary>All that an object holds of a line.</summary>
    private static string Read(LedgerLine line, string text) =>
        string.Join(
            '\n',
            [
                Parse(line, text) ?? "good",
                line.OfOtherVersion ? "other" : "",
                Fields(line),
                .. line.Usage.ToArray().Select(usage => Fields(usage)),
            ]
        );

    private static string Fields<T>(T of) =>
        string.Join(
            '\n',
            typeof(T)
                .GetFields(BindingFlags.Public | BindingFlags.Instance)
                .Select(field => $"{field.Name} {field.GetValue(of)}")
        );

    [GeneratedRegex(""":\s*(?<value>"(\\.|[^"\\])*"|[^"{}\[\],:\s]+|\{[^{}]*\}|\[[^\[\]]*\])""")]
    private static partial Regex ValuePattern();

    [GeneratedRegex("""\"\w+\":(\[.*\]|\{[^{}]*\}|\"[^\"]*\"|[^,]+)""")]
    private static partial Regex KeyAndValuePattern();

    [GeneratedRegex("\"\\w+\"\\s*:")]
    private static partial Regex KeyPattern();
}
