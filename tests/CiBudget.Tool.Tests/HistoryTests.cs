using System.Text.Json;
using CiBudget.Tool.History;

namespace CiBudget.Tool.Tests;

/// <summary>What runs cost over a month: a file that only grows, and notes at 50, 80 and 100 %.</summary>
public sealed class HistoryTests
{
    private static readonly string[] Ci =
    [
        "GITHUB_ACTIONS=true",
        "GITHUB_SHA=0123456789abcdef",
        "GITHUB_REF_NAME=main",
    ];

    private Workplace _place = null!;

    [SetUp]
    public void Make() => _place = new();

    [TearDown]
    public void Remove() => _place.Dispose();

    [Test]
    public void A_run_is_one_line_and_the_month_is_their_sum()
    {
        _place.Budget(
            "\"run\": { \"cost\": \"$9\" }, \"shared\": { \"perMonth\": { \"cost\": \"$0.10\" } }"
        );

        // 2,000 output tokens at $20 a million are four cents.
        var first = Add("one", 2_000);
        var second = Add("two", 500);
        var third = Add("three", 2_500);
        var fourth = Add("four", 500);

        Assert.That(
            new[] { first, second, third, fourth }.Select(run => run.ExitCode),
            Is.EqualTo(new[] { 0, 7, 7, 1 }),
            "40 %, 50 %, 100 %, over it"
        );
        Assert.That(first.Json.GetProperty("note").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(
            second.Json.GetProperty("note").GetProperty("percent").GetInt32(),
            Is.EqualTo(50)
        );
        Assert.That(
            third.Json.GetProperty("note").GetProperty("text").GetString(),
            Is.EqualTo("CiBudget: 2026-11: $0.1000 in 3 runs, 100% of $0.1000 (shared.perMonth).")
        );
        Assert.That(fourth.Json.GetProperty("month").GetProperty("over").GetBoolean(), Is.True);
        Assert.That(File.ReadAllLines(_place.PathOf(HistoryFile.Name)), Has.Length.EqualTo(4));
        foreach (var added in new[] { first, second, third, fourth })
        {
            Assert.That(
                PublishedSchema.Faults(added.Json, "history.schema.json"),
                Is.Empty,
                added.ToString()
            );
            Assert.That(added.Json.GetProperty("exitCode").GetInt32(), Is.EqualTo(added.ExitCode));
        }
        foreach (var line in File.ReadAllLines(_place.PathOf(HistoryFile.Name)))
            Assert.That(
                PublishedSchema.Faults(
                    JsonDocument.Parse(line).RootElement,
                    "history.schema.json",
                    "run"
                ),
                Is.Empty,
                line
            );
        var run = first.Json.GetProperty("run");
        Assert.That(
            (
                run.GetProperty("commit").GetString(),
                run.GetProperty("branch").GetString(),
                run.GetProperty("outcome").GetString(),
                run.GetProperty("models")[0].GetProperty("outputTokens").GetInt64()
            ),
            Is.EqualTo(("0123456789abcdef", "main", "within", 2_000))
        );
    }

    [Test]
    public void A_run_that_is_added_again_counts_once()
    {
        _place.Budget("\"run\": { \"cost\": \"$9\" }");

        Add("one", 2_000);
        var again = Add("one", 2_000);

        Assert.That(again.Json.GetProperty("month").GetProperty("runs").GetInt32(), Is.EqualTo(1));
        Assert.That(
            again.Json.GetProperty("month").GetProperty("usedUsd").GetDecimal(),
            Is.EqualTo(0.04m)
        );
    }

    [Test]
    public void The_history_is_shown_and_is_the_trend_of_a_report()
    {
        _place.Budget("\"run\": { \"cost\": \"$9\" }");
        Add("one", 2_000);
        var later = _place.Ledger(
            "later",
            "p9",
            _place.Call("Shop.A", 500) with
            {
                Time = Workplace.Start.AddHours(1),
            }
        );

        var table = _place.Run("history", "show");
        var report = _place.Run("report", later, "--history", HistoryFile.Name, "--json");

        Assert.That(
            table.Output,
            Does.Contain("main 01234567")
                .And.Contain("$0.0400")
                .And.Contain("2026-11: $0.0400 in 1 run")
        );
        Assert.That(
            report
                .Json.GetProperty("history")
                .EnumerateArray()
                .Select(run => run.GetProperty("name").GetString()),
            Is.EqualTo(new[] { "one" })
        );
    }

    [Test]
    public void A_line_that_is_none_is_named_and_a_torn_one_is_ended()
    {
        _place.Budget("\"run\": { \"cost\": \"$9\" }");
        Add("one", 2_000);
        File.AppendAllText(_place.PathOf(HistoryFile.Name), "{\"v\":1,\"run\":\"to");

        var added = Add("two", 2_000);
        var shown = _place.Run("history", "show");

        Assert.That(added.ExitCode, Is.EqualTo(2), added.ToString());
        Assert.That(
            shown.Error,
            Does.StartWith("cibudget: cibudget.history.jsonl(2,1): this is no line of a history")
        );
        Assert.That(File.ReadAllLines(_place.PathOf(HistoryFile.Name)), Has.Length.EqualTo(3));
    }

    [Test]
    public void A_newer_line_is_not_guessed_at()
    {
        _place.Write(HistoryFile.Name, "{\"v\":2}\n");

        Assert.That(_place.Run("history", "show").Error, Does.Contain("version 2 is not known"));
    }

    [Test]
    public void Without_a_ledger_there_is_nothing_to_add()
    {
        var result = _place.Run("history", "add");

        Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
        Assert.That(File.Exists(_place.PathOf(HistoryFile.Name)), Is.False);
    }

    [TestCase("perMonth\": { \"calls\": 3 }", "\"calls\"")]
    [TestCase("perMnth\": { \"cost\": \"$3\" }", "did you mean \"perMonth\"?")]
    public void Only_cost_is_limited_for_a_month(string limit, string says)
    {
        _place.Write("cibudget.json", $"{{ \"shared\": {{ \"{limit} }} }}");

        var result = _place.Run("check");

        Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
        Assert.That(
            result.Error,
            Does.Contain("cibudget.json(1,").And.Contain("CIB003").And.Contain(says)
        );
    }

    private ToolResult Add(string run, long output)
    {
        var folder = _place.PathOf(run);
        if (!Directory.Exists(folder))
            _place.Ledger(
                run,
                new LedgerProcess { Id = run, Run = run },
                _place.Call("Shop.A", output)
            );
        return _place.Run(Ci, "history", "add", folder, "--json");
    }
}
