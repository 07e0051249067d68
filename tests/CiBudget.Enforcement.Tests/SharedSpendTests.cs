using CiBudget.Capture;

namespace CiBudget.Enforcement.Tests;

/// <summary>The file in which the processes of a run reserve what their calls may cost.</summary>
public sealed class SharedSpendTests
{
    private string _folder = "";

    [SetUp]
    public void Make_a_folder() =>
        _folder = Directory.CreateTempSubdirectory("cibudget-enforce-").FullName;

    [TearDown]
    public void Remove_the_folder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void A_budget_that_changed_while_the_run_is_on_is_refused()
    {
        var path = Path.Combine(_folder, "spend.bin");
        using var one = new SharedSpend(path, 1, layout: 1);

        Assert.That(
            () => new SharedSpend(path, 1, layout: 2),
            Throws.InvalidOperationException.With.Message.Contains(
                "the budget file was changed while the run was on"
            )
        );
    }
}
