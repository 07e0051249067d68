using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace CiBudget.Tool.Tests;

/// <summary>Costs are worked out by hand from list prices of claude-opus-5-5: 4 in, 20 out, 5 and 8 write, 0.20 read.</summary>
public sealed class PriceTests
{
    private static readonly string Wire = Path.Combine(AppContext.BaseDirectory, "wire");

    // 2095 x 4 + 2051 x 5 + 2051 x 0.20 + 503 x 20 = 8380 + 10255 + 410.2 + 10060 millionths
    private const decimal Message = 0.0291052m;

    // 25 x 4 + 1000 x 5 + 200 x 8 + 4096 x 0.20 + 142 x 20 = 100 + 5000 + 1600 + 819.2 + 2840
    private const decimal Stream = 0.0103592m;

    // The same, but only the three output tokens that message_start counts: … + 3 x 20
    private const decimal CutStream = 0.0075792m;

    // Half of 11 x 4 + 36 x 20
    private const decimal Batch = 0.000382m;

    [Test]
    public void Every_recorded_body_has_its_hand_worked_cost()
    {
        var expected = new Dictionary<string, (decimal Usd, bool Complete)>
        {
            ["message.json"] = (Message, true),
            ["stream-cache-thinking-tool.sse"] = (Stream, true),
            ["stream-error-midway.sse"] = (CutStream, false),
            ["stream-truncated-no-message_stop.sse"] = (CutStream, false),
            ["batch-results.jsonl"] = (Batch, true),
        };
        var files = Bodies();

        var messages = Price(["price", "--json", .. files]);

        foreach (var file in files)
        {
            var of = messages.Where(message => File(message) == file).ToList();
            var (usd, complete) = expected.GetValueOrDefault(file, (0m, true));
            Assert.That(of, Has.Count.EqualTo(file == "batch-results.jsonl" ? 4 : 1), file);
            Assert.That(
                of.Sum(message => message.GetProperty("costUsd").GetDecimal()),
                Is.EqualTo(usd),
                file
            );
            Assert.That(
                of.TrueForAll(message => message.GetProperty("complete").GetBoolean()),
                Is.EqualTo(complete),
                file
            );
        }
    }

    [Test]
    public void Bodies_that_are_easily_misread_have_their_hand_worked_cost()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "cases");

        var messages = Case
            .Misread.GroupBy(one => one.Requested.Id)
            .SelectMany(asked =>
                Tool.Run(
                        folder,
                        [
                            "price",
                            "--json",
                            .. asked.Key is { } model ? ["--model", model] : Array.Empty<string>(),
                            .. asked.Select(one => one.File),
                        ]
                    )
                    .Json.EnumerateArray()
            )
            .ToDictionary(File);

        foreach (var one in Case.Misread)
        {
            var message = messages[one.File];
            var cost = message.GetProperty("costUsd");
            var notes = message.GetProperty("notes").ToString();
            Assert.Multiple(() =>
            {
                Assert.That(
                    cost.ValueKind == JsonValueKind.Null ? (decimal?)null : cost.GetDecimal(),
                    Is.EqualTo(one.Usd),
                    one.File
                );
                Assert.That(
                    message.GetProperty("complete").GetBoolean(),
                    Is.EqualTo(one.Complete),
                    one.File
                );
                if (one.Counter is { } counter)
                    Assert.That(notes, Does.Contain(counter));
                if (one.LifetimeAssumed)
                    Assert.That(notes, Does.Contain("lifetime"));
                if (one.Failure is { } failure)
                    Assert.That(notes, Does.Contain(failure.ToString()).IgnoreCase, one.File);
            });
        }
    }

    [Test]
    public void A_message_of_a_batch_is_billed_once_however_often_it_is_there()
    {
        var line = System.IO.File.ReadAllText(
            Path.Combine(AppContext.BaseDirectory, "cases", "batch-1h-us.jsonl")
        );

        var messages = Tool.Run(
                Wire,
                [],
                Encoding.UTF8.GetBytes(line + line.Replace("msg_b1", "msg_b2") + line),
                "price",
                "-",
                "--json"
            )
            .Json.EnumerateArray()
            .ToList();

        Assert.That(
            messages.Select(message => message.GetProperty("costUsd").GetDecimal()),
            Is.EqualTo(new[] { 0.0539m, 0.0539m, 0m })
        );
        Assert.That(
            messages.Select(message => message.GetProperty("repeated").GetBoolean()),
            Is.EqualTo(new[] { false, false, true })
        );
    }

    [Test]
    public void What_names_no_model_is_priced_by_what_was_asked_for()
    {
        var body = System.IO.File.ReadAllBytes(
            Path.Combine(AppContext.BaseDirectory, "cases", "converse.json")
        );

        var without = Tool.Run(Wire, [], body, "price", "-", "--json");
        var with = Tool.Run(
            Wire,
            [],
            body,
            "price",
            "-",
            "--json",
            "--model",
            "global.anthropic.claude-sonnet-4-6"
        );

        Assert.That(without.ExitCode, Is.EqualTo(4));
        // 4 x 3 + 9,613 x 6 + 1,000 x 0.30 + 832 x 15
        Assert.That(
            with.Json[0].GetProperty("costUsd").GetDecimal(),
            Is.EqualTo(0.07047m),
            with.ToString()
        );
    }

    [Test]
    public void The_usage_of_a_message_is_given_by_kind()
    {
        var usage = Price("price", "--json", "stream-cache-thinking-tool.sse")
            .Single()
            .GetProperty("usage");

        Assert.That(
            usage.EnumerateObject().ToDictionary(kind => kind.Name, kind => kind.Value.GetInt64()),
            Is.EqualTo(
                new Dictionary<string, long>
                {
                    ["inputTokens"] = 25,
                    ["cacheWrite5mTokens"] = 1000,
                    ["cacheWrite1hTokens"] = 200,
                    ["cacheReadTokens"] = 4096,
                    ["outputTokens"] = 142,
                    ["thinkingTokens"] = 31,
                    ["webSearchRequests"] = 0,
                    ["webFetchRequests"] = 0,
                }
            )
        );
    }

    [TestCase("error-400-credit-balance.json", "billing failure creditExhausted")]
    [TestCase("error-402-billing.json", "billing failure paymentRequired")]
    [TestCase("error-429-tier-spend-cap.json", "billing failure spendCap")]
    [TestCase("error-529-overloaded.json", "overloaded_error: overloaded")]
    public void An_error_costs_nothing_and_is_named(string file, string note)
    {
        var message = Price("price", "--json", file).Single();

        Assert.That(message.GetProperty("costUsd").GetDecimal(), Is.Zero);
        Assert.That(message.GetProperty("complete").GetBoolean(), Is.True);
        Assert.That(message.GetProperty("notes")[0].GetString(), Does.EndWith(note));
    }

    [Test]
    public void Standard_input_and_gzip_are_read_as_they_are()
    {
        var plain = System.IO.File.ReadAllBytes(Path.Combine(Wire, "message.json"));
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionMode.Compress, leaveOpen: true))
            gzip.Write(plain);

        foreach (var input in new[] { plain, zipped.ToArray() })
        {
            var message = Tool.Run(Wire, [], input, "price", "-", "--json")
                .Json.EnumerateArray()
                .Single();
            Assert.That(message.GetProperty("file").GetString(), Is.EqualTo("-"));
            Assert.That(message.GetProperty("costUsd").GetDecimal(), Is.EqualTo(Message));
        }
    }

    [Test]
    public void Messages_one_a_line_are_no_batch_and_cost_the_full_price()
    {
        const string Line =
            """{"id":"msg_1","type":"message","model":"claude-opus-5-5","content":[],"stop_reason":"end_turn","usage":{"input_tokens":1000,"output_tokens":50}}""";

        var result = Tool.Run(
            Wire,
            [],
            Encoding.UTF8.GetBytes(Line + "\n" + Line + "\n"),
            "price",
            "-",
            "--json"
        );

        // 1000 x 4 + 50 x 20 = 5000 millionths
        Assert.That(
            result.Json.EnumerateArray().Select(m => m.GetProperty("costUsd").GetDecimal()),
            Is.EqualTo(new[] { 0.005m, 0.005m })
        );
    }

    [TestCase(
        "{\"id\":\"msg_1\",\"type\":\"message\",\"model\":\"claude-unheard-of\",\"content\":[],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}",
        "unpriced: no price for model 'claude-unheard-of'"
    )]
    [TestCase("{}", "no usage")]
    [TestCase("<html>502 Bad Gateway</html>", "no usage")]
    [TestCase("", "no usage")]
    public void What_is_not_known_is_null_and_never_zero(string body, string note)
    {
        var result = Tool.Run(Wire, [], Encoding.UTF8.GetBytes(body), "price", "-", "--json");

        var message = result.Json.EnumerateArray().Single();
        Assert.That(result.ExitCode, Is.EqualTo(4), result.ToString());
        Assert.That(
            message.GetProperty("costUsd").ValueKind,
            Is.EqualTo(JsonValueKind.Null),
            result.ToString()
        );
        Assert.That(message.GetProperty("notes")[0].GetString(), Does.StartWith(note));
    }

    [Test]
    public void The_table_shows_lower_bounds_and_a_total()
    {
        var result = Tool.Run(Wire, "price", "message.json", "stream-error-midway.sse");

        Assert.That(result.ExitCode, Is.Zero);
        Assert.That(result.Output, Does.Contain("≥ $0.0076").And.Contain("Total: ≥ $0.0367"));
    }

    private static List<JsonElement> Price(params string[] arguments) =>
        [.. Tool.Run(Wire, arguments).Json.EnumerateArray()];

    private static string File(JsonElement message) => message.GetProperty("file").GetString()!;

    private static string[] Bodies() =>
        [
            .. Directory
                .GetFiles(Wire)
                .Select(path => Path.GetFileName(path))
                .Where(name => Path.GetExtension(name) is ".json" or ".sse" or ".jsonl")
                .Order(StringComparer.Ordinal),
        ];
}
