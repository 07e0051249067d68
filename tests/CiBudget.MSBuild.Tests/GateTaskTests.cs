namespace CiBudget.MSBuild.Tests;

public sealed class GateTaskTests
{
    [Test]
    public void Over_budget_is_an_error_at_the_limit_with_a_link_to_its_explanation()
    {
        using var run = new TaskRun();
        var prepared = run.Prepare();
        TaskRun.Spend(prepared, 60_000);

        var passed = run.Check(prepared).Execute();

        Assert.That(passed, Is.False);
        // 60,000 × $5 / 1,000,000 = $0.30.
        Assert.That(run.Engine.Findings, Has.Count.EqualTo(1));
        Assert.That(
            run.Engine.Findings[0],
            Does.StartWith(run.BudgetPath + "(1,20): error CIB001: ")
                .And.Contain("$0.30")
                .And.Contain("$0.25")
        );
        Assert.That(
            run.Engine.HelpLinks,
            Is.EqualTo(
                new[] { "https://github.com/cibudget/cibudget/blob/main/docs/codes.md#cib001" }
            )
        );
        Assert.That(run.Engine.Messages, Has.Count.EqualTo(1).And.All.Contains("$0.30"));
    }

    [Test]
    public void Within_budget_shows_the_table_and_no_finding()
    {
        using var run = new TaskRun();
        var prepared = run.Prepare();
        TaskRun.Spend(prepared, 20_000);

        Assert.That(run.Check(prepared).Execute(), Is.True);
        Assert.That(run.Engine.Findings, Is.Empty);
        Assert.That(run.Engine.Messages, Has.Count.EqualTo(1).And.All.Contains("$0.10"));
    }

    [Test]
    public void A_warning_that_the_build_takes_for_an_error_is_one_in_the_report_too()
    {
        using var run = new TaskRun();
        var prepared = run.Prepare();
        TaskRun.Spend(prepared, outputTokens: 45_000); // $0.225 of $0.25
        run.Engine.WarningsAsErrors.Add(Codes.NearLimit);

        var passed = run.Check(prepared).Execute();

        Assert.That(passed, Is.False);
        Assert.That(
            run.Engine.Findings,
            Has.Exactly(1).StartsWith(run.BudgetPath + "(1,20): error CIB009: ")
        );
        Assert.That(run.Engine.Messages, Has.None.Contains("Within budget"));
    }

    [Test]
    public void A_gate_that_is_not_the_last_says_nothing_while_the_run_is_within_budget()
    {
        using var run = new TaskRun();
        var (one, two) = (run.Prepare("One"), run.Prepare("Two"));
        TaskRun.Spend(one, 20_000);

        Assert.That(run.Check(one).Execute(), Is.True);
        Assert.That(run.Engine.Messages, Is.Empty);

        TaskRun.Spend(two, 20_000);

        Assert.That(run.Check(two).Execute(), Is.True);
        Assert.That(run.Engine.Messages, Has.Count.EqualTo(1).And.All.Contains("$0.20"));
    }

    [Test]
    public void A_gate_that_is_not_the_last_fails_on_what_no_later_call_can_mend()
    {
        using var run = new TaskRun();
        var (one, two) = (run.Prepare("One"), run.Prepare("Two"));
        TaskRun.Spend(one, 60_000);

        Assert.That(run.Check(one).Execute(), Is.False);
        Assert.That(run.Engine.Findings, Has.Count.EqualTo(1));

        Assert.That(run.Check(two).Execute(), Is.True, "the same number is not said twice");
        Assert.That(run.Engine.Findings, Has.Count.EqualTo(1));
        Assert.That(run.Engine.Messages, Has.Count.EqualTo(1));
    }

    [Test]
    public void The_last_gate_says_a_broken_limit_again_when_the_number_has_grown()
    {
        using var run = new TaskRun();
        var (one, two, three) = (run.Prepare("One"), run.Prepare("Two"), run.Prepare("Three"));
        foreach (var gate in new[] { one, two, three })
        {
            TaskRun.Spend(gate, 60_000);
            run.Check(gate).Execute();
        }

        Assert.That(run.Engine.Findings, Has.Count.EqualTo(2));
        Assert.That(run.Engine.Findings[0], Does.Contain("$0.30"));
        Assert.That(run.Engine.Findings[1], Does.Contain("$0.90"));
    }

    [Test]
    public void A_budget_file_that_was_changed_while_the_tests_ran_gives_no_green_verdict()
    {
        using var run = new TaskRun();
        var (one, two) = (run.Prepare("One"), run.Prepare("Two"));
        TaskRun.Spend(one, 60_000);
        File.WriteAllText(run.BudgetPath, "{ \"run\": { \"cost\": \"$25\" } }");

        Assert.That(run.Check(one).Execute(), Is.False);
        Assert.That(
            run.Engine.Findings.Single(),
            Does.StartWith(
                run.BudgetPath + " : error CIB003: the file was changed while the tests ran"
            )
        );
        // Another one that begins now sees the new file only, and that the run began with an old one.
        Assert.That(run.Check(run.Prepare("Three")).Execute(), Is.False);
        Assert.That(run.Check(two).Execute(), Is.False);
        var next = run.Prepare(invocation: "2_b");
        TaskRun.Spend(next, 60_000);
        Assert.That(run.Check(next).Execute(), Is.True, "the next run begins with it");
    }

    [Test]
    public void A_run_without_a_call_is_judged_by_the_last_gate_only()
    {
        using var run = new TaskRun();
        var (one, two) = (run.Prepare("One"), run.Prepare("Two"));

        Assert.That(run.Check(one).Execute(), Is.True);
        Assert.That(run.Engine.Findings, Is.Empty);
        Assert.That(run.Check(two).Execute(), Is.False);
        Assert.That(run.Engine.Findings, Is.Not.Empty.And.All.Contains(": error CIB0"));
    }

    [Test]
    public void A_build_that_failed_is_no_run_without_calls()
    {
        using var run = new TaskRun();
        var prepared = run.Prepare();
        var check = run.Check(prepared);
        check.BuildFailed = true;

        Assert.That(check.Execute(), Is.True);
        Assert.That(run.Engine.Findings, Is.Empty);
    }

    [Test]
    public void The_report_can_be_switched_off()
    {
        using var run = new TaskRun();
        var prepared = run.Prepare();
        TaskRun.Spend(prepared, 60_000);
        var check = run.Check(prepared);
        check.Report = "off";

        Assert.That(check.Execute(), Is.False);
        Assert.That(run.Engine.Messages, Is.Empty);
    }

    [Test]
    public void A_second_dotnet_test_of_the_same_run_has_gates_of_its_own()
    {
        using var run = new TaskRun();
        var first = run.Prepare("One", "1_a", run: "pipeline");
        TaskRun.Spend(first, 20_000);
        run.Check(first).Execute();

        var second = run.Prepare("One", "2_b", run: "pipeline");
        TaskRun.Spend(second, 40_000);

        Assert.That(second.RunDirectory, Is.EqualTo(first.RunDirectory));
        Assert.That(run.Check(second).Execute(), Is.False);
        Assert.That(run.Engine.Messages, Has.Count.EqualTo(2));
    }

    [Test]
    public void Without_an_id_of_the_invocation_all_projects_of_the_node_share_one_run()
    {
        using var run = new TaskRun();

        var (one, two) = (run.Prepare("One", invocation: ""), run.Prepare("Two", invocation: ""));

        Assert.That(one.RunDirectory, Is.EqualTo(two.RunDirectory));
        Assert.That(Path.GetDirectoryName(one.RunDirectory), Is.EqualTo(run.Runs));
    }

    [Test]
    public void A_fault_in_the_budget_file_is_an_error_before_the_tests()
    {
        using var run = new TaskRun("{\n  \"rnu\": {} }");

        run.Prepare();

        Assert.That(run.Engine.Findings, Has.Count.EqualTo(1));
        Assert.That(
            run.Engine.Findings[0],
            Does.StartWith(run.BudgetPath + "(2,3): error CIB003: ")
        );
        Assert.That(Directory.Exists(run.Runs), Is.False);
    }

    [TestCase("off", true, 0)]
    [TestCase("warn", true, 1)]
    [TestCase("Error", false, 1)]
    public void CiBudgetNoCalls_decides_what_a_run_without_a_call_is(
        string word,
        bool passes,
        int diagnostics
    )
    {
        using var run = new TaskRun();
        var check = run.Check(run.Prepare());
        check.NoCalls = word;

        Assert.That(check.Execute(), Is.EqualTo(passes));
        Assert.That(run.Engine.Findings, Has.Count.EqualTo(diagnostics));
    }

    [Test]
    public void A_wrong_word_in_CiBudgetNoCalls_is_named()
    {
        using var run = new TaskRun();
        var prepared = run.Prepare();
        var check = run.Check(prepared);
        check.NoCalls = "wran";

        Assert.That(check.Execute(), Is.False);
        Assert.That(
            run.Engine.Findings,
            Is.EqualTo(
                new[]
                {
                    prepared.ProjectPath
                        + " : error CIB003: the property CiBudgetNoCalls is 'wran'; it can be error, warn or off.",
                }
            )
        );
    }

    [Test]
    public void A_call_without_a_price_fails_the_gate_that_sees_it_even_when_the_last_one_never_comes()
    {
        using var run = new TaskRun();
        var (one, _) = (run.Prepare("One"), run.Prepare("NeverRun"));
        TaskRun.Spend(one, 20_000, model: "claude-unheard-of");

        Assert.That(run.Check(one).Execute(), Is.False);
        Assert.That(run.Engine.Findings, Has.Count.EqualTo(1).And.All.Contains("error CIB006"));
    }

    [Test]
    public void A_folder_that_cannot_be_written_is_an_error_and_no_stack_trace()
    {
        using var run = new TaskRun();
        File.WriteAllText(
            Path.Combine(run.Folder, "TestResults"),
            "a file where the folder would be"
        );

        var prepared = run.Prepare();

        Assert.That(run.Engine.Findings, Has.Count.EqualTo(1));
        Assert.That(
            run.Engine.Findings[0],
            Does.StartWith(prepared.ProjectPath + " : error CIB014: the run's folder ")
        );
    }
}
