using System.Text;
using CiBudget.Json;

namespace CiBudget.Replay.Tests;

/// <summary>The quick reader of plain JSON says what the thorough one says, or nothing.</summary>
public sealed class PlainJsonTests
{
    private static string Tree(JsonTree value) =>
        $"{value.Type} {value.Position} {value.Text} {Encoding.UTF8.GetString(value.Raw.Span)}\n"
        + string.Concat(
            value.Items.Select(item => $"{item.Name} {item.Key.Position} {Tree(item)}")
        );

    private static JsonSource Source(byte[] json) =>
        new(json, static (at, what) => new FormatException($"{at} {what}"));

    private static (string? Plain, string Thorough) Both(byte[] json)
    {
        var source = Source(json);
        var plain = source.ReadPlain() is { } value ? Tree(value) : null;
        return (plain, Tree(source.ReadAny()));
    }

    private static IEnumerable<string> Files() =>
        typeof(Scenario)
            .Assembly.GetManifestResourceNames()
            .Where(name =>
                name.StartsWith("Catalogue/", StringComparison.Ordinal)
                && name.EndsWith(".json", StringComparison.Ordinal)
            );

    [TestCaseSource(nameof(Files))]
    public void A_scenario_of_the_catalogue_reads_the_same(string name)
    {
        using var stream = typeof(Scenario).Assembly.GetManifestResourceStream(name)!;
        var json = new byte[stream.Length];
        stream.ReadExactly(json);

        var (plain, thorough) = Both(json);

        Assert.That(plain, Is.Null.Or.EqualTo(thorough));
        if (name.Contains("credit-balance", StringComparison.Ordinal))
            Assert.That(plain, Is.Not.Null, "the file that the start of a host is measured with");
    }

    [TestCase("""{"a":{"b":[1,-2,3]},"c":true,"d":null,"e":false,"f":[],"g":{}}""", false)]
    [TestCase("""{"a":{"b":[1,20,0]},"c":true,"d":null,"e":false,"f":[],"g":{}}""", true)]
    [TestCase("""{ "a" : "b" , "c" : [ "d" , "e" ] }""", true)]
    [TestCase(""" "alone" """, true)]
    [TestCase("7", true)]
    [TestCase("""{"a":1.5}""", false)]
    [TestCase("""{"a":"\u00e9"}""", false)]
    [TestCase("""{"a":"é"}""", false)]
    [TestCase("""{"a":1,}""", false)]
    [TestCase("""{"a":1/*,*/}""", false)]
    public void Json_reads_the_same_or_is_left_to_the_thorough_reader(string json, bool isPlain)
    {
        var (plain, thorough) = Both(Encoding.UTF8.GetBytes(json));

        Assert.That(plain, isPlain ? Is.EqualTo(thorough) : Is.Null);
    }

    [TestCase("")]
    [TestCase("{")]
    [TestCase("[1")]
    [TestCase("[1 2]")]
    [TestCase("""{"a" 1}""")]
    [TestCase("""{"a":1 "b":2}""")]
    [TestCase("""{"a":1}{""")]
    [TestCase("""{"a":1,"a":2}""")]
    [TestCase("01")]
    [TestCase("tru")]
    [TestCase("nul}")]
    [TestCase("\"open")]
    [TestCase("1e5")]
    public void What_is_no_plain_json_is_left_to_the_thorough_reader(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);

        Assert.That(Source(bytes).ReadPlain(), Is.Null);
    }

    [TestCase("""{ "a" : [ 1 , "b c" ] , "d" : { } }""", """{"a":[1,"b c"],"d":{}}""")]
    [TestCase("""{ "a" : "x , ] / y" }""", """{"a":"x , ] / y"}""")]
    [TestCase("""{ "a" : [ 1 , ] , /* no */ "é" : "\u00e9" , }""", """{"a":[1],"é":"é"}""")]
    public void A_body_is_sent_without_the_spaces_of_its_file(string json, string sent)
    {
        var value = Source(Encoding.UTF8.GetBytes(json)).Read();

        Assert.That(CompactJson.Format(value), Is.EqualTo(sent));
    }

    [Test]
    public void Deep_nesting_is_left_to_the_thorough_reader()
    {
        var json = Encoding.UTF8.GetBytes(new string('[', 10_000));

        Assert.That(Source(json).ReadPlain(), Is.Null);
        Assert.That(() => Source(json).Read(), Throws.TypeOf<FormatException>());
    }
}
