using FsCheck;
using FsCheck.Fluent;

namespace CiBudget.Tests.Verdicts;

/// <summary>Who had to testify, and what is said when somebody did not.</summary>
public sealed class EvidenceTests
{
    private static readonly Budget File = CheckedRun.Budget(
        new Limit
        {
            Metric = Metric.Cost,
            Max = 1000m,
            Scope = LimitScope.Run,
        }
    ) with
    {
        Rules = new Dictionary<Rule, Severity> { [Rule.NoCalls] = Severity.Off },
    };

    private static readonly GateExpectation One = new()
    {
        Gate = "One-net10.0-a1",
        Project = "/repo/One/One.csproj",
        Framework = "net10.0",
        Runner = "vstest",
        Metered = true,
    };

    private static readonly GateExpectation Two = One with
    {
        Gate = "Two-net10.0-b2",
        Project = "/repo/Two/Two.csproj",
    };

    [Test]
    public void A_run_in_which_everybody_testified_is_green_and_says_what_it_rests_on()
    {
        using var run = new CheckedRun();
        Run(run, One, Two);

        var verdict = run.Check(File);

        Assert.That(run.Findings(File), Is.Empty);
        Assert.That(
            Naming.Measured(verdict, path => path),
            Is.EqualTo(
                "Measured: 4 calls in 2 processes of 2 test projects, since 2026-11-22 10:00 UTC, against /repo/cibudget.json. Not seen: other programs that tests start, calls before the first test."
            )
        );
    }

    [TestCase(null, null, "other programs that tests start, calls before the first test")]
    [TestCase(0, 0, "calls before the first test")]
    [TestCase(0, null, "other programs that tests start, calls before the first test")]
    [TestCase(1, 0, "at least 1 program (started by One), calls before the first test")]
    [TestCase(2, 1, "at least 3 programs (started by One, Two), calls before the first test")]
    [TestCase(
        null,
        2,
        "at least 2 programs (started by Two), other programs that tests start, calls before the first test"
    )]
    public void Programs_that_were_started_are_named_where_that_is_known(
        int? one,
        int? two,
        string notSeen
    )
    {
        using var run = new CheckedRun();
        foreach (var (name, programs) in new[] { ("One", one), ("Two", two) })
        {
            using var ledger = new LedgerWriter(run.Path, new() { Id = name, Assembly = name });
            ledger.Close(0, 0, programs);
        }

        var verdict = run.Check(File);

        Assert.That(verdict.Diagnostics, Is.Empty);
        Assert.That(Naming.Measured(verdict, path => path), Does.EndWith($" Not seen: {notSeen}."));
    }

    [Test]
    public void A_gate_whose_filter_matched_none_is_told_and_no_fault()
    {
        using var run = new CheckedRun();
        Run(run, One);
        Gates(run).Finish(Two, new() { Executed = 0 });

        Assert.That(run.Findings(File), Is.Empty);
        Assert.That(
            Naming.Measured(run.Check(File), path => path),
            Does.Contain(" of 2 test projects").And.Contain(" No test ran in Two (net10.0).")
        );
    }

    [TestCase(
        true,
        null,
        "3 tests of Two (net10.0) ran, and their calls were not measured, since there is no ledger. See to the access rights of the run's folder, and whether something deletes files in it."
    )]
    [TestCase(
        true,
        false,
        "3 tests of Two (net10.0) ran, and their calls were not measured, since there is no ledger. Its assembly lacks the attribute that starts metering (GenerateAssemblyInfo is false?): add [assembly: CiBudget.NUnit.ClaudeMetered]."
    )]
    [TestCase(
        false,
        null,
        "3 tests of Two (net10.0) ran, and their calls were not measured, since there is no ledger. The project has no CiBudget.NUnit: reference it if its tests call Claude, else set the property CiBudgetEnabled to false in that project."
    )]
    public void Tests_that_ran_without_a_ledger_are_named_whatever_noCalls_says(
        bool metered,
        bool? hasAttribute,
        string message
    )
    {
        using var run = new CheckedRun();
        Run(run, One);
        Gates(run)
            .Finish(
                Two with
                {
                    Metered = metered,
                },
                new() { Executed = 3, HasAttribute = hasAttribute }
            );

        Assert.That(
            run.Findings(File),
            Is.EqualTo(new[] { "/repo/Two/Two.csproj: error CIB016: " + message })
        );
    }

    [Test]
    public void A_project_without_the_harness_is_named_where_nobody_counted_its_tests()
    {
        using var run = new CheckedRun();
        Run(run, One);
        Gates(run).Finish(Two with { Metered = false }, new());

        Assert.That(
            run.Findings(File).Single(),
            Does.StartWith(
                "/repo/Two/Two.csproj: error CIB016: the calls of Two (net10.0) were not measured: there is no ledger."
            )
        );
    }

    [Test]
    public void A_project_that_did_not_build_is_no_fault_of_the_evidence()
    {
        using var run = new CheckedRun();
        Run(run, One);
        Gates(run).Finish(Two, new() { BuildFailed = true });

        Assert.That(run.Findings(File), Is.Empty);
    }

    [Test]
    public void A_gate_that_never_ended_is_waited_for_while_its_build_lives_and_named_after()
    {
        using var run = new CheckedRun();
        Run(run, One);
        var gates = Gates(run);
        gates.Expect(Two);
        using (gates.HoldAlive(Two.Gate))
            Assert.That(run.Findings(File), Is.Empty);

        Assert.That(
            run.Findings(File).Single(),
            Does.StartWith(
                "/repo/Two/Two.csproj: error CIB016: the tests of Two (net10.0) were started, left no ledger, and nothing says that they ended"
            )
        );
    }

    [Test]
    public void A_test_run_that_was_cut_off_is_never_within_budget()
    {
        using var run = new CheckedRun();
        Run(run, One);
        Ledger(run, Two);
        Gates(run).Finish(Two, new() { Executed = 1, Aborted = true });

        Assert.That(
            run.Findings(File).Single(),
            Does.StartWith(
                "/repo/Two/Two.csproj: error CIB035: the test run of Two (net10.0) was cut off"
            )
        );
    }

    [TestCase(0L, false, "no test ran: the filter matched none.")]
    [TestCase(null, false, "no test ran: the filter may have matched none.")]
    [TestCase(
        0L,
        true,
        "no test of One (net10.0) is known to have run: its test run failed, see its errors."
    )]
    public void Why_there_was_no_call_is_said_as_far_as_it_is_known(
        long? executed,
        bool failed,
        string message
    )
    {
        using var run = new CheckedRun();
        Gates(run).Finish(One, new() { Executed = executed, Failed = failed });

        Assert.That(
            run.Findings(CheckedRun.Budget()).Single(),
            Does.StartWith("/repo/cibudget.json: error CIB005: " + message)
        );
    }

    [Test]
    public void A_folder_that_was_replaced_is_told_from_the_one_that_the_run_began_in()
    {
        using var run = new CheckedRun();
        Run(run, One);
        var identity = Path.Combine(run.Path, RunIdentity.FileName);
        System.IO.File.Delete(identity);
        Assert.That(
            run.Findings(File),
            Has.Exactly(1).Contains("error CIB014: run.json is missing beside this ledger")
        );

        RunIdentity.Ensure(run.Path, "r", CheckedRun.Start);
        Assert.That(
            run.Findings(File),
            Has.Exactly(1).Contains("error CIB014: this ledger was written for another folder")
        );

        System.IO.File.WriteAllText(identity, "{");
        Assert.That(run.Findings(File), Has.Exactly(1).Contains("error CIB014"));
    }

    [Test]
    public void A_file_of_a_gate_that_cannot_be_read_is_no_gate_less()
    {
        using var run = new CheckedRun();
        Run(run, One, Two);
        var expected = Gates(run).PathOf(Two.Gate, GateExpectation.Extension);
        System.IO.File.WriteAllText(expected, "{ \"v\": 1 }");

        Assert.That(run.Findings(File), Has.Some.Contains("error CIB004"));
        Assert.That(run.Check(File).Passed, Is.False);
    }

    /// <summary>Ledgers, the processes' marks, what gates said before and after, in any combination.</summary>
    [Test]
    public void Whichever_witnesses_are_removed_no_run_is_green_with_a_lower_total()
    {
        using var run = new CheckedRun();
        Run(run, One, Two);
        var total = run.Check(File).Totals;
        var files = Directory
            .GetFiles(run.Path, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != RunIdentity.FileName)
            .Where(file => !file.EndsWith(GateExpectation.Extension, StringComparison.Ordinal))
            .Select(file => (Path: file, Content: System.IO.File.ReadAllBytes(file)))
            .ToList();

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(TestEffort.Rounds(few: 60, thorough: 200)),
            Prop.ForAll(
                Gen.Choose(1, (1 << files.Count) - 1).ToArbitrary(),
                removed =>
                {
                    for (var i = 0; i < files.Count; i++)
                        if ((removed & (1 << i)) != 0)
                            System.IO.File.Delete(files[i].Path);
                    var verdict = run.Check(File);
                    foreach (var (path, content) in files)
                        System.IO.File.WriteAllBytes(path, content);
                    return !verdict.Passed || verdict.Totals == total;
                }
            )
        );
    }

    [Test]
    public void An_old_run_is_no_green_run_when_nobody_named_it()
    {
        using var run = new CheckedRun();
        Run(run, One);
        var options = run.Options with
        {
            Time = new FixedTime(DateTimeOffset.UtcNow.AddHours(30)),
            MaxAge = TimeSpan.FromHours(6),
        };

        run.Options = options;
        Assert.That(
            run.Findings(File),
            Has.Exactly(1).Contains("error CIB036").And.Exactly(1).Contains("6 h 0 min")
        );
        run.Options = options with { MaxAge = TimeSpan.FromHours(31) };
        Assert.That(run.Findings(File), Has.None.Contains("CIB036"));
        run.Options = options with { MaxAge = null };
        Assert.That(run.Findings(File), Has.None.Contains("CIB036"));
    }

    [Test]
    public void A_repeated_run_of_one_name_is_said_where_its_sum_is_over()
    {
        using var run = new CheckedRun();
        Run(run, One);
        Ledger(run, One);
        new GateFolder(run.Path, "2_b").Finish(One, new() { Executed = 1 });
        var tight = CheckedRun.Budget(
            new Limit
            {
                Metric = Metric.Calls,
                Max = 1,
                Scope = LimitScope.Run,
            }
        );

        Assert.That(
            run.Findings(tight).Single(),
            Does.Contain(
                "The run holds 2 `dotnet test`, the first of 2026-11-22 10:00 UTC: give a repeated one another CIBUDGET_RUN"
            )
        );
    }

    private static GateFolder Gates(CheckedRun run) => new(run.Path, "1_a");

    private static void Run(CheckedRun run, params GateExpectation[] gates)
    {
        RunIdentity.Ensure(run.Path, "r", CheckedRun.Start);
        foreach (var gate in gates)
            Gates(run).Expect(gate);
        var ledgers = gates.Select(gate => Ledger(run, gate)).ToList();
        foreach (var gate in gates)
            Gates(run).Finish(gate, new() { Executed = 2, Ledgers = ledgers });
    }

    private static string Ledger(CheckedRun run, GateExpectation gate)
    {
        var id = gate.Gate + "-" + Guid.NewGuid().ToString("N");
        run.Ledger(
            new LedgerProcess
            {
                Id = id,
                Gate = gate.Gate,
                Started = CheckedRun.Start,
            },
            run.Call("A", 10),
            run.Call("B", 10)
        );
        return id;
    }
}
