namespace CiBudget.NUnit.Tests;

/// <summary>Which run a test program belongs to.</summary>
public sealed class OneRunTests : ServedFixture
{
    [Test]
    public async Task Test_programs_of_one_parent_write_to_one_run_beside_the_budget_file()
    {
        var file = BudgetFile("{}");
        var runs = Path.Combine(Path.GetDirectoryName(file)!, "TestResults", "CiBudget");

        for (var program = 0; program < 2; program++)
            _ = await DummyRun.Start(
                "MTP, NUnit 4",
                "FullyQualifiedName~Dummy.Limited.OfATest.Exactly",
                Server,
                directory: "",
                ("CIBUDGET_FILE", file),
                ("TESTINGPLATFORM_DOTNETTEST_EXECUTIONID", $"{program}")
            );

        // This process starts the program as `dotnet test` does, so the run has its name.
        var run = Directory.GetDirectories(runs).Single();
        Assert.That(Path.GetFileName(run), Does.StartWith($"{Environment.ProcessId}-"));
        Assert.That(LedgerReader.Find([run]), Has.Count.EqualTo(2));
    }
}
