namespace CiBudget.NUnit.Tests;

/// <summary>Limits that machines are to share, in a test project that does not reference package CiBudget.Redis.</summary>
[TestFixtureSource(nameof(Hosts))]
public sealed class SharedPackageTests(string host) : ServedFixture
{
    // What happens inside the tests' process does not depend on who runs it.
    private static IEnumerable<string> Hosts =>
        TestEffort.Cases(["MTP, NUnit 5", "VSTest, NUnit 5"], static _ => 0);

    [Test]
    public async Task It_is_an_error_that_names_the_package_although_no_call_is_made()
    {
        var file = BudgetFile(
            """{ "run": { "cost": "$1" }, "shared": { "redis": "redis://127.0.0.1:1" }, "rules": { "noCalls": "off" } }"""
        );

        var run = await DummyRun.Start(
            host,
            "FullyQualifiedName~Dummy.Silent",
            Server,
            directory: Path.Combine(Path.GetDirectoryName(file)!, "run"),
            ("CIBUDGET_FILE", file)
        );

        Assert.That(run.ExitCode, Is.Not.Zero);
        Assert.That(run.Output, Does.Contain("CIB051"));
        Assert.That(run.Output, Does.Contain(file + "(1,38)"));
        Assert.That(run.Output, Does.Contain("dotnet add package CiBudget.Redis"));
    }

    [Test]
    public async Task A_limit_per_month_alone_needs_neither_package_nor_Redis()
    {
        var file = BudgetFile(
            """{ "run": { "cost": "$1" }, "shared": { "perMonth": { "cost": "$400" } }, "rules": { "noCalls": "off" } }"""
        );

        var run = await DummyRun.Start(
            host,
            "FullyQualifiedName~Dummy.Silent",
            Server,
            directory: Path.Combine(Path.GetDirectoryName(file)!, "run"),
            ("CIBUDGET_FILE", file)
        );

        Assert.That(run.ExitCode, Is.Zero, run.Output);
        Assert.That(run.Output, Does.Not.Contain("CIB051"));
    }
}
