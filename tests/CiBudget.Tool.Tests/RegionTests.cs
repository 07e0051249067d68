using System.Text;
using System.Text.Json;

namespace CiBudget.Tool.Tests;

/// <summary>A region costs 1.1 times the list price of claude-sonnet-4-6: $3 a million input tokens.</summary>
public sealed class RegionTests
{
    [TestCase("us.anthropic.claude-sonnet-4-6", "", "us", 3.30)]
    [TestCase("global.anthropic.claude-sonnet-4-6", "", "global", 3)]
    [TestCase("claude-sonnet-4-6", "", null, 3)]
    [TestCase("claude-sonnet-4-6", "--model eu.anthropic.claude-sonnet-4-6", "eu", 3.30)]
    [TestCase("claude-sonnet-4-6", "--region us-east5", "us-east5", 3.30)]
    [TestCase("claude-sonnet-4-6", "--region global", "global", 3)]
    public void The_price_of_a_recorded_answer_knows_where_it_was_served(
        string model,
        string options,
        string? region,
        decimal usd
    )
    {
        var priced = Price(model, options);

        Assert.That(priced.GetProperty("region").GetString(), Is.EqualTo(region));
        Assert.That(priced.GetProperty("costUsd").GetDecimal(), Is.EqualTo(usd));
    }

    // (4 x 3 + 9,613 x 6 + 1,000 x 0.30 + 832 x 15) x 1.1
    [Test]
    public void Converse_is_regional_unless_a_global_profile_was_asked_for()
    {
        var body = System.IO.File.ReadAllBytes(
            Path.Combine(AppContext.BaseDirectory, "cases", "converse.json")
        );

        var priced = Tool.Run(
            Path.GetTempPath(),
            [],
            body,
            "price",
            "-",
            "--json",
            "--model",
            "anthropic.claude-sonnet-4-6"
        );

        Assert.That(priced.Json[0].GetProperty("costUsd").GetDecimal(), Is.EqualTo(0.077517m));
    }

    [Test]
    public void A_profile_of_ones_own_is_unpriced_and_says_what_to_write()
    {
        const string Id = "arn:aws:bedrock:us-east-1:1:application-inference-profile/a1b2";

        var priced = Price("claude-sonnet-4-6", "--model " + Id);

        Assert.That(priced.GetProperty("costUsd").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(
            priced.GetProperty("notes")[0].GetString(),
            Does.Contain($"\"{Id}\": {{ \"sameAs\": \"us.anthropic.claude-sonnet-4-6\" }}")
        );
    }

    [Test]
    public void The_list_shows_regions_and_fast_modes()
    {
        var lines = Tool.Run(Path.GetTempPath(), ["COLUMNS=200"], null, "prices", "list")
            .Output.Split('\n');

        Assert.That(lines[0], Does.Contain("region").And.Contain("fast"));
        Assert.That(
            lines.Single(line =>
                line.TrimStart().StartsWith("claude-fable-5-2 ", StringComparison.Ordinal)
            ),
            Does.Contain("1.1").And.Contain("$16/$80")
        );
    }

    private static JsonElement Price(string model, string options)
    {
        var body = Encoding.UTF8.GetBytes(
            """{"id":"msg_1","type":"message","role":"assistant","model":"MODEL","content":[{"type":"text","text":"ok"}],"stop_reason":"end_turn","usage":{"input_tokens":1000000,"output_tokens":0}}""".Replace(
                "MODEL",
                model,
                StringComparison.Ordinal
            )
        );
        return Tool.Run(
                Path.GetTempPath(),
                [],
                body,
                [
                    "price",
                    "-",
                    "--json",
                    .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                ]
            )
            .Json.EnumerateArray()
            .Single();
    }
}
