using System.Globalization;

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
        var own = ProcessIdentity.Of(ownProcess: true);

        Assert.Multiple(() =>
        {
            Assert.That(ProcessIdentity.Of(ownProcess: true), Is.EqualTo(own));
            Assert.That(own, Does.Match($"^{Environment.ProcessId}-[1-9][0-9]*$"));
            Assert.That(
                ProcessIdentity.Of(ownProcess: false),
                Does.Match("^[1-9][0-9]*-[0-9]+$").And.Not.EqualTo(own)
            );
        });
    }

    [Test]
    public void The_open_ledger_of_a_program_that_still_runs_is_left_to_a_later_check()
    {
        var other = int.Parse(
            ProcessIdentity.Of(ownProcess: false).Split('-')[0],
            CultureInfo.InvariantCulture
        );
        var writer = new LedgerProcess
        {
            Id = "other",
            ProcessId = other,
            Started = DateTimeOffset.UtcNow,
        };
        using var ledger = new LedgerWriter(_directory, writer);

        var side = Codes(_directory, ProcessIdentity.IsAnotherThatRuns);
        var after = Codes(_directory, null);

        Assert.Multiple(() =>
        {
            Assert.That(side, Has.None.EqualTo("CIB012"));
            Assert.That(after, Has.Some.EqualTo("CIB012"));
            Assert.That(
                ProcessIdentity.IsAnotherThatRuns(
                    writer with
                    {
                        Started = DateTimeOffset.UnixEpoch,
                    }
                ),
                Is.False,
                "an id that is used again"
            );
            Assert.That(
                ProcessIdentity.IsAnotherThatRuns(
                    writer with
                    {
                        ProcessId = Environment.ProcessId,
                    }
                ),
                Is.False,
                "its own"
            );
        });
    }

    private static List<string> Codes(string directory, Func<LedgerProcess, bool>? isRunning) =>
        [
            .. BudgetCheck
                .Run(
                    Budget.Empty,
                    PriceSheet.Embedded,
                    [directory],
                    new CheckOptions { Now = DateTimeOffset.UtcNow, IsRunning = isRunning }
                )
                .Findings.Select(finding => finding.Code),
        ];
}
