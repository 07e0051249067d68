using System.Net;
using CiBudget.Capture;
using CiBudget.Replay;

namespace CiBudget.Enforcement.Tests;

/// <summary>What the gate reads out of requests as they leave.</summary>
[NonParallelizable]
public sealed class LimitPolicyTests
{
    private string _run = "";

    [SetUp]
    public void Make_a_folder() =>
        _run = Directory.CreateTempSubdirectory("cibudget-gate-").FullName;

    [TearDown]
    public void Remove_the_folder() => Directory.Delete(_run, recursive: true);

    [Test]
    public async Task A_batch_that_was_ordered_counts_as_its_worst_case()
    {
        // Half of (131 bytes and 1,000) x $4.40 and 100 x $22 a million: $0.0036. Two fit.
        const string Batch = """
            {"requests":[{"custom_id":"a","params":{"model":"claude-opus-5-5","max_tokens":100,"messages":[{"role":"user","content":"hi"}]}}]}
            """;
        using var claude = ReplayServer.Start(
            Scenario.Parse(
                """{ "steps": [{ "when": { "path": "/v1/messages/batches" }, "body": { "id": "msgbatch_1" } }] }"""
            )
        );
        using var meter = Meter(
            claude.BaseUrl,
            """{ "run": { "cost": "$0.008", "enforce": "stop" } }"""
        );

        await Post(claude.BaseUrl, "v1/messages/batches", Batch);
        await Post(claude.BaseUrl, "v1/messages/batches", Batch);

        Assert.That(
            () => Post(claude.BaseUrl, "v1/messages/batches", Batch),
            Throws.TypeOf<BudgetExceededException>().With.Message.Contains("could use $0.0036")
        );
        Assert.That(claude.Calls.Total, Is.EqualTo(2));
    }

    [TestCase(
        "$0.00",
        "model/us.anthropic.claude-opus-4-5-20251101-v1:0/invoke",
        """{"anthropic_version":"2026-10-21","max_tokens":10,"messages":[]}""",
        "could use $0.006",
        TestName = "A_model_that_the_address_names_has_its_price"
    )]
    [TestCase(
        "$0.00",
        "model/us.anthropic.claude-opus-5-5/converse",
        """{"inferenceConfig":{"maxTokens":1000},"messages":[{"role":"user","content":[{"text":"hi"}]}]}""",
        "could use $0.0268",
        TestName = "A_call_of_Converse_has_its_price"
    )]
    [TestCase(
        "$0.00",
        "v1/chat/completions",
        """{"model":"claude-opus-5-5","max_completion_tokens":1000,"messages":[{"role":"user","content":"hi"}]}""",
        "could use $0.0268",
        TestName = "A_chat_completion_has_its_price"
    )]
    [TestCase(
        "$900",
        "v1/messages",
        """{"model":"claude-opus-5-5","max_tokens":10,"tools":[{"type":"web_search_20260318","name":"web_search"}],"messages":[]}""",
        "declares the tool web_search without \"max_uses\", so what it can use at the most is not known. Mend the call, or write \"enforce\": \"soft\" there.",
        TestName = "A_search_without_an_end_is_refused"
    )]
    public void A_call_that_could_break_the_limit_is_refused_with_the_reason(
        string limit,
        string path,
        string call,
        string reason
    )
    {
        using var claude = ReplayServer.Start("success");
        using var meter = Meter(
            claude.BaseUrl,
            $$"""{ "run": { "cost": "{{limit}}", "enforce": "stop" } }"""
        );

        Assert.That(
            () => Post(claude.BaseUrl, path, call),
            Throws.TypeOf<BudgetExceededException>().With.Message.Contains(reason)
        );
        Assert.That(claude.Calls.Total, Is.Zero);
    }

    [TestCase("model/us.anthropic.claude-sonnet-4-6/invoke", "us")]
    [TestCase("model/anthropic.claude-sonnet-4-6/invoke", "regional")]
    [TestCase(
        "v1/projects/p/locations/us-east5/publishers/anthropic/models/claude-sonnet-4-6:rawPredict",
        "us-east5"
    )]
    [TestCase("v1/messages", null)]
    public async Task The_entry_of_a_call_says_where_it_was_asked_to_be_served(
        string path,
        string? region
    )
    {
        using var claude = ReplayServer.Start("success");
        var entries = new List<LedgerEntry>();
        using (
            ClaudeMeter.Start(
                new MeterOptions
                {
                    Hosts = [claude.BaseUrl.Authority],
                    OnRecorded = ended => entries.Add(ended.Entry),
                }
            )
        )
        {
            using var http = new HttpClient { BaseAddress = claude.BaseUrl };
            using var body = new StringContent("""{"max_tokens":10,"messages":[]}""");
            using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), body);
            _ = await answer.Content.ReadAsStringAsync();
        }

        Assert.That(entries.Single().Region, Is.EqualTo(region));
    }

    private ClaudeMeter Meter(Uri url, string budgetJson)
    {
        var budget = BudgetFile.Parse(
            System.Text.Encoding.UTF8.GetBytes(budgetJson),
            "cibudget.json"
        );
        return ClaudeMeter.Start(
            new MeterOptions
            {
                Hosts = [url.Authority],
                Policies = [LimitPolicy.Open(budget, PriceSheet.Embedded, _run, static _ => false)],
            }
        );
    }

    private static async Task Post(Uri url, string path, string json)
    {
        using var http = new HttpClient { BaseAddress = url };
        using var body = new StringContent(json);
        using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), body);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }
}
