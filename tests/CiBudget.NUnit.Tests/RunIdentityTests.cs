namespace CiBudget.NUnit.Tests;

public sealed class RunIdentityTests : ServedFixture
{
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
    public async Task Test_programs_of_one_parent_write_to_one_run_beside_the_budget_file()
    {
        var file = BudgetFile("{}");
        // This process starts the program as `dotnet test` does.
        var run = Path.Combine(
            Path.GetDirectoryName(file)!,
            "TestResults",
            "CiBudget",
            ProcessIdentity.Of(ownProcess: true)
        );

        for (var program = 0; program < 2; program++)
        {
            _ = await DummyRun.Start(
                "MTP, NUnit 4",
                "FullyQualifiedName~Dummy.Limited.OfATest.Exactly",
                Server,
                directory: "",
                ("CIBUDGET_FILE", file),
                ("TESTINGPLATFORM_DOTNETTEST_EXECUTIONID", $"{program}")
            );
        }

        Assert.That(LedgerReader.Find([run]), Has.Count.EqualTo(2));
    }
}
