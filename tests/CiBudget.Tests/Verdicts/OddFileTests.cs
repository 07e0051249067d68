using System.Diagnostics;

namespace CiBudget.Tests.Verdicts;

/// <summary>
/// Pipes and devices, and links to them, where files of a run should be: each is told with its code, and nobody waits for one.
/// </summary>
[Platform("Unix")]
[CancelAfter(60_000)]
public sealed class OddFileTests
{
    private static readonly string[] Kinds = ["pipe", "link to a pipe", "link to a device"];

    [TestCaseSource(nameof(Kinds))]
    public void As_a_ledger(string kind)
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 10));
        var odd = Make(kind, Path.Combine(run.Path, "odd.ledger.jsonl"));

        Assert.That(
            run.Findings(CheckedRun.Budget()),
            Is.EqualTo([
                $"{Path.GetFileName(odd)}: error CIB012: this ledger is empty, or no regular file: what its process spent is not known.",
            ])
        );
    }

    [TestCaseSource(nameof(Kinds))]
    public void As_the_identity_of_a_run(string kind)
    {
        using var run = new CheckedRun();
        Make(kind, Path.Combine(run.Path, RunIdentity.FileName));
        run.Ledger(new LedgerProcess { Id = "p", RunIdentity = "a" }, run.Call("A", 10));

        Assert.That(
            run.Check(CheckedRun.Budget()).Diagnostics.Select(diagnostic => diagnostic.Code),
            Is.EqualTo([Codes.LedgerNotWritten])
        );
    }

    [TestCaseSource(nameof(Kinds))]
    public void As_what_a_gate_expects(string kind)
    {
        using var run = new CheckedRun();
        run.Ledger("p", run.Call("A", 10));
        var gates = Directory.CreateDirectory(Path.Combine(Runs.GatesIn(run.Path), "1"));
        Make(kind, Path.Combine(gates.FullName, "One" + GateExpectation.Extension));

        Assert.That(
            run.Findings(CheckedRun.Budget()),
            Has.Exactly(1).Contains("error CIB004: this file of a gate cannot be used")
        );
    }

    [TestCaseSource(nameof(Kinds))]
    public void As_the_baseline(string kind)
    {
        using var run = new CheckedRun();
        var odd = Make(kind, Path.Combine(run.Path, BaselineFile.Name));

        Assert.That(
            () => BaselineFile.Load(odd),
            Throws
                .TypeOf<BudgetFileException>()
                .With.Property(nameof(BudgetFileException.Code))
                .EqualTo(Codes.BaselineInvalid)
        );
    }

    [TestCaseSource(nameof(Kinds))]
    public void As_what_all_runs_have_used(string kind)
    {
        using var run = new CheckedRun();
        Make(kind, Path.Combine(run.Path, "p" + SharedFigures.Extension));

        Assert.That(SharedFigures.Read([run.Path]).WereLeft, Is.True);
    }

    [Test]
    public void A_file_that_is_larger_than_any_ledger_is_not_read()
    {
        using var run = new CheckedRun();
        using (var file = File.Create(Path.Combine(run.Path, "p.ledger.jsonl")))
            file.SetLength(1L << 40);

        Assert.That(
            run.Findings(CheckedRun.Budget()),
            Has.Exactly(1).Contains("error CIB004: ").And.Some.Contains("larger than any ledger")
        );
    }

    [Test]
    public void A_baseline_that_is_too_large_is_not_read()
    {
        using var run = new CheckedRun();
        var path = Path.Combine(run.Path, BaselineFile.Name);
        using (var file = File.Create(path))
            file.SetLength(1L << 40);

        Assert.That(
            () => BaselineFile.Load(path),
            Throws.TypeOf<BudgetFileException>().With.Message.Contains("cannot be read")
        );
    }

    private static string Make(string kind, string path)
    {
        var pipe = kind == "pipe" ? path : path + "-pipe";
        if (kind != "link to a device")
        {
            using var made = Process.Start("mkfifo", [pipe]);
            made.WaitForExit();
        }
        if (kind == "link to a pipe")
            File.CreateSymbolicLink(path, pipe);
        else if (kind == "link to a device")
            File.CreateSymbolicLink(path, "/dev/zero");
        return path;
    }
}
