namespace CiBudget.NUnit.Tests;

public sealed class RunIdentityTests
{
    private string _directory = "";

    [SetUp]
    public void Make_a_folder() =>
        _directory = Directory.CreateTempSubdirectory("cibudget-identity-").FullName;

    [TearDown]
    public void Remove_the_folder() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void A_process_has_the_same_name_whenever_it_is_asked_and_not_its_parents()
    {
        var own = ProcessIdentity.Get(ownProcess: true);

        Assert.Multiple(() =>
        {
            Assert.That(ProcessIdentity.Get(ownProcess: true), Is.EqualTo(own));
            Assert.That(own, Does.Match($"^{Environment.ProcessId}-[1-9][0-9]*$"));
            Assert.That(
                ProcessIdentity.Get(ownProcess: false),
                Does.Match("^[1-9][0-9]*-[0-9]+$").And.Not.EqualTo(own)
            );
        });
    }

    [Test]
    public void The_open_ledger_of_a_program_that_still_runs_is_left_to_a_later_check()
    {
        var writer = new LedgerProcess { Id = "other", Started = DateTimeOffset.UtcNow };
        bool IsAlive(LedgerProcess process) =>
            AliveFile.IsHeld(Path.Combine(_directory, process.Id + AliveFile.Extension));
        using (new LedgerWriter(_directory, writer))
            Assert.That(Codes(_directory, IsAlive), Has.None.EqualTo("CIB012"));

        Assert.That(Codes(_directory, IsAlive), Has.Some.EqualTo("CIB012"));
    }

    private static List<string> Codes(string directory, Func<LedgerProcess, bool>? isRunning) =>
        [
            .. BudgetCheck
                .Run(
                    Budget.Empty,
                    PriceSheet.Embedded,
                    [directory],
                    new CheckOptions { IsRunning = isRunning }
                )
                .Diagnostics.Select(diagnostic => diagnostic.Code),
        ];
}
