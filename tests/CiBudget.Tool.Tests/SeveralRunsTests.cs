using System.Text.Json;

namespace CiBudget.Tool.Tests;

/// <summary>A folder that holds several runs is never summed up by accident.</summary>
public sealed class SeveralRunsTests
{
    private Workplace _place = null!;

    // 1,000 output tokens at $20 a million are two cents.
    [SetUp]
    public void Make()
    {
        _place = new();
        _place.Budget("\"run\": { \"cost\": \"$0.05\" }");
        Run("runs/monday", "monday", 1_000);
        Run("runs/tuesday", "tuesday", 2_000);
    }

    [TearDown]
    public void Remove() => _place.Dispose();

    [TestCase("check")]
    [TestCase("suggest")]
    [TestCase("baseline", "diff")]
    [TestCase("init", "-o", "new.json")]
    public void A_command_that_is_about_one_run_asks_which(params string[] command)
    {
        _place.Write(
            "cibudget.baseline.json",
            _place.Run("baseline", "save", "runs", "--json").Output
        );

        var result = _place.Run([.. command, "runs"]);

        Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
        Assert.That(
            result.Error,
            Does.Contain("holds 2 runs: monday, tuesday.").And.Contain("CIBUDGET_RUN")
        );
    }

    [TestCase("monday", "0.02")]
    [TestCase("tuesday", "0.04")]
    public void CIBUDGET_RUN_says_which(string run, string usd)
    {
        var result = _place.Run(["CIBUDGET_RUN=" + run], "check", "runs", "--json");

        Assert.That(Cost(result.Json), Is.EqualTo(decimal.Parse(usd)));
        Assert.That(result.ExitCode, Is.Zero);
    }

    [Test]
    public void CIBUDGET_RUN_of_neither_is_no_answer()
    {
        var result = _place.Run(["CIBUDGET_RUN=sunday"], "check", "runs");

        Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString());
    }

    [Test]
    public void Ledgers_that_do_not_say_their_run_are_counted_with_the_chosen_one()
    {
        _place.Ledger("runs/container", "p9", _place.Call("Shop.A", 3_000));

        var result = _place.Run(["CIBUDGET_RUN=monday"], "check", "runs", "--json");

        // 1,000 + 3,000 tokens.
        Assert.That(Cost(result.Json), Is.EqualTo(0.08m));
        Assert.That(result.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public void Runs_that_are_named_one_by_one_are_taken_together()
    {
        var result = _place.Run("check", "runs/tuesday", "runs/monday", "--json");

        Assert.That(Cost(result.Json), Is.EqualTo(0.06m));
        Assert.That(result.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public void Without_a_folder_CIBUDGET_RUN_names_the_run_beside_the_budget_file()
    {
        var old = Run("TestResults/CiBudget/build-7-1", "build 7/1", 1_000);
        Directory.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddHours(-1));
        Run("TestResults/CiBudget/build-7-2", "build 7/2", 9_000);

        var named = _place.Run(["CIBUDGET_RUN=build 7/1"], "check", "--json");
        var missing = _place.Run(["CIBUDGET_RUN=build 8"], "check");

        Assert.That(Cost(named.Json), Is.EqualTo(0.02m));
        Assert.That(missing.ExitCode, Is.EqualTo(4), missing.ToString());
        Assert.That(missing.Output, Does.Contain("CIB016").And.Contain("build-8"));
    }

    [Test]
    public void Runs_in_one_folder_cannot_be_told_apart()
    {
        Run("runs/monday", "sunday", 1);

        var check = _place.Run(["CIBUDGET_RUN=sunday"], "check", "runs");
        var report = _place.Run("report", "runs");

        Assert.That(check.ExitCode, Is.EqualTo(2), check.ToString());
        Assert.That(check.Error, Does.Contain("cannot be told apart"));
        Assert.That(report.Error, Does.Contain("cannot be told apart"));
    }

    [Test]
    public void A_report_shows_the_latest_and_the_others_as_its_history()
    {
        var json = _place.Run("report", "runs", "--json").Json;
        var table = _place.Run("report", "runs");

        Assert.That(Cost(json), Is.EqualTo(0.04m), "tuesday");
        Assert.That(table.Output, Does.Contain("History").And.Contain("monday"));
        var earlier = json.GetProperty("history").EnumerateArray().Single();
        Assert.That(earlier.GetProperty("name").GetString(), Is.EqualTo("monday"));
        Assert.That(earlier.GetProperty("countedUsd").GetDecimal(), Is.EqualTo(0.02m));
    }

    [Test]
    public void CSV_of_several_runs_has_the_run_in_its_first_column()
    {
        var lines = _place.Run("report", "runs", "-f", "csv").Output.Split("\r\n");
        var single = _place.Run("report", "runs/monday", "-f", "csv").Output;

        Assert.That(lines[0], Does.StartWith("run,test,fixture,assembly,costUsd,"));
        Assert.That(lines[1], Does.StartWith("\"monday\",\"Shop.A\",\"\",\"Shop.Tests\",0.02,"));
        Assert.That(lines[2], Does.StartWith("\"tuesday\",\"Shop.A\",\"\",\"Shop.Tests\",0.04,"));
        Assert.That(single, Does.StartWith("test,"));
    }

    private string Run(string folder, string run, long tokens) =>
        _place.Ledger(
            folder,
            new LedgerProcess { Id = "of-" + Path.GetFileName(folder) + run.Length, Run = run },
            _place.Call("Shop.A", tokens)
        );

    private static decimal Cost(JsonElement json) =>
        json.GetProperty("totals").GetProperty("costUsd").GetDecimal();
}
