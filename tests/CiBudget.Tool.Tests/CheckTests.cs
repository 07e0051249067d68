namespace CiBudget.Tool.Tests;

public sealed class CheckTests
{
    private Workplace _place = null!;

    [SetUp]
    public void Make() => _place = new();

    [TearDown]
    public void Remove() => _place.Dispose();

    // 1,000 output tokens at $20 a million are two cents.
    [TestCase("$0.02", 0, "Within budget")]
    [TestCase("$0.0199", 1, "OVER BUDGET")]
    public void A_run_is_within_or_over_its_budget(string limit, int exit, string headline)
    {
        _place.Budget($"\"run\": {{ \"cost\": \"{limit}\" }}");
        var run = _place.Ledger("run", "p1", _place.Call("Shop.A", 1_000));

        var result = _place.Run("check", run);

        Assert.That(result.ExitCode, Is.EqualTo(exit), result.ToString());
        Assert.That(result.Output, Does.StartWith("CiBudget: " + headline));
        Assert.That(result.Error, Is.Empty);
    }

    [Test]
    public void A_billing_outage_is_no_verdict_on_the_code()
    {
        _place.Budget("\"run\": { \"cost\": \"$0.0001\" }");
        var run = _place.Ledger(
            "run",
            "p1",
            _place.Call("Shop.A", 1_000),
            _place.OutOfCredit("Shop.B")
        );

        var result = _place.Run("check", run);

        Assert.That(result.ExitCode, Is.EqualTo(3), result.ToString());
        Assert.That(result.Output, Does.Contain("CIB020").And.Contain("prepaid credit is used up"));
    }

    [Test]
    public void What_has_no_price_is_unmeasured()
    {
        _place.Budget("\"run\": { \"cost\": \"$1\" }");
        var call = _place.Call("Shop.A", 1);
        var run = _place.Ledger(
            "run",
            "p1",
            call with
            {
                Usage = [new() { Model = "claude-unheard-of", OutputTokens = 1 }],
            }
        );

        var result = _place.Run("check", run);

        Assert.That(result.ExitCode, Is.EqualTo(4), result.ToString());
        Assert.That(result.Output, Does.Contain("CIB006"));
    }

    [Test]
    public void A_run_without_calls_guards_nothing()
    {
        _place.Budget("\"run\": { \"cost\": \"$1\" }");
        var run = _place.Ledger("run", "p1");

        Assert.That(_place.Run("check", run).ExitCode, Is.EqualTo(5));
    }

    [Test]
    public void A_folder_without_a_ledger_is_unmeasured()
    {
        _place.Budget("\"run\": { \"cost\": \"$1\" }");
        var result = _place.Run("check");

        Assert.That(result.ExitCode, Is.EqualTo(4), result.ToString());
        Assert.That(result.Output, Does.Contain("CIB016"));
    }

    [Test]
    public void The_newest_run_beside_the_budget_file_is_the_default()
    {
        _place.Budget("\"run\": { \"cost\": \"$0.03\" }");
        var old = _place.Ledger("TestResults/CiBudget/1", "p1", _place.Call("Shop.A", 5_000));
        Directory.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddHours(-1));
        _place.Ledger("TestResults/CiBudget/2", "p2", _place.Call("Shop.A", 1_000));

        var result = _place.Run("check", "--json");

        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(
            result.Json.GetProperty("totals").GetProperty("costUsd").GetDecimal(),
            Is.EqualTo(0.02m)
        );
    }

    [Test]
    public void The_newest_run_is_the_default_also_when_no_test_of_it_ran()
    {
        _place.Budget("\"run\": { \"cost\": \"$1\" }");
        var old = _place.Ledger("TestResults/CiBudget/1", "p1", _place.Call("Shop.A", 1_000));
        Directory.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddHours(-1));
        _place.Write(
            "TestResults/CiBudget/2/gates/2/one.expected.json",
            """{ "v": 1, "gate": "one", "runner": "vstest", "metered": true }"""
        );
        _place.Write(
            "TestResults/CiBudget/2/gates/2/one.done.json",
            """{ "v": 1, "buildFailed": false, "failed": false, "aborted": false, "executed": 0, "ledgers": [] }"""
        );

        var result = _place.Run("check");

        Assert.That(result.ExitCode, Is.EqualTo(5), result.ToString());
        Assert.That(result.Output, Does.Contain("no test ran"));
    }

    [Test]
    public void The_budget_file_above_the_ledgers_comes_before_the_one_above_this_folder()
    {
        _place.Budget("\"run\": { \"cost\": \"$1\" }");
        _place.Write("shop/cibudget.json", "{ \"run\": { \"cost\": \"$0.01\" } }");
        _place.Ledger("shop/TestResults/CiBudget/1", "p1", _place.Call("Shop.A", 1_000));

        Assert.That(_place.Run("check", "shop/TestResults/CiBudget/1").ExitCode, Is.EqualTo(1));
    }

    [TestCase("{ \"run\": { \"cots\": \"$1\" } }", "cibudget.json(1,12): error CIB003: ")]
    [TestCase("{ \"run\": ", "cibudget.json(1,10): error CIB003: ")]
    [TestCase(
        "{ \"run\": { \"calls\": 99999999999999999999999999999999999999 } }",
        "cibudget.json(1,21): error CIB003: \"99999999999999999999999999999999999999\" is more than the most that can be limited (1000000000M)"
    )]
    [TestCase(
        "{ \"run\": { \"cost\": \"$99999999999999999999999999999999999999\" } }",
        "cibudget.json(1,20): error CIB003: \"$99999999999999999999999999999999999999\" is more than the most that can be limited ($1000000000)"
    )]
    [TestCase(
        "{ \"run\": { \"cost\": \"$1.2.3\" } }",
        "cibudget.json(1,20): error CIB003: expected dollars such as \"$0.50\", found \"$1.2.3\""
    )]
    public void A_budget_file_with_a_fault_is_named_at_its_place(string text, string start)
    {
        _place.Write("cibudget.json", text);

        var result = _place.Run("check");

        Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
        Assert.That(result.Error, Does.StartWith(start));
        Assert.That(result.Error.Split('\n'), Has.Length.EqualTo(2), "one line");
    }

    [TestCase("check", "nowhere")]
    [TestCase("check", "--shards", "0")]
    [TestCase("check", "--shards", "many")]
    [TestCase("check", "--budget", "missing.json")]
    [TestCase("chekc")]
    [TestCase("price")]
    [TestCase("price", "missing.json")]
    [TestCase("report", "--format", "pdf")]
    [TestCase("prices", "import", "missing.json")]
    [TestCase("replay", "serve", "no-such-scenario")]
    [TestCase("replay", "show", "no-such-scenario")]
    [TestCase("baseline", "diff")]
    public void A_usage_error_ends_with_2_and_no_stack_trace(params string[] arguments)
    {
        _place.Budget("\"run\": { \"cost\": \"$1\" }");

        var result = _place.Run(arguments);

        Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
        Assert.That(result.Error, Is.Not.Empty.And.Not.Contain("   at "));
    }

    [Test]
    public void Without_a_budget_file_there_is_no_gate_and_that_is_said()
    {
        var result = _place.Run("check");

        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Error, Does.Contain("cibudget init"));
    }

    [Test]
    public void A_report_of_no_ledger_at_all_is_not_a_report_of_nothing_spent()
    {
        var result = _place.Run("report");

        Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
        Assert.That(result.Output, Is.Empty);
        Assert.That(result.Error, Does.Contain("there is no ledger in "));
    }

    [Test]
    public void JUnit_and_Markdown_are_written_whole_beside_the_verdict()
    {
        _place.Budget("\"run\": { \"cost\": \"$0.01\" }");
        var run = _place.Ledger("run", "p1", _place.Call("Shop.A", 1_000));

        var result = _place.Run("check", run, "--junit", "out/b.xml", "--markdown", "out/b.md");

        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(File.ReadAllText(_place.PathOf("out/b.xml")), Does.Contain("<failure"));
        Assert.That(
            File.ReadAllText(_place.PathOf("out/b.md")),
            Does.StartWith(MarkdownReport.Marker).And.Contain("OVER BUDGET")
        );
        Assert.That(
            Directory.GetFiles(_place.PathOf("out")).Select(Path.GetFileName),
            Is.EquivalentTo(new[] { "b.xml", "b.md" }),
            "no draft is left"
        );
    }

    [Test]
    public void The_spend_over_time_adds_up_to_the_total()
    {
        _place.Budget("\"run\": { \"cost\": \"$9\" }");
        var calls = Enumerable.Range(1, 200).Select(i => _place.Call("Shop.A", i)).ToArray();
        var run = _place.Ledger("run", "p1", calls);

        var json = _place.Run("check", run, "--json").Json;

        var points = json.GetProperty("timeline").EnumerateArray().ToList();
        // 1 + … + 200 = 20,100 tokens at $20 a million.
        Assert.That(
            points.Sum(point => point.GetProperty("costUsd").GetDecimal()),
            Is.EqualTo(0.402m)
        );
        Assert.That(points.Sum(point => point.GetProperty("calls").GetInt64()), Is.EqualTo(200));
        Assert.That(points, Has.Count.InRange(30, 60));
    }
}
