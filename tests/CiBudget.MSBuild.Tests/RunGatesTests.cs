namespace CiBudget.MSBuild.Tests;

public sealed class RunGatesTests
{
    private string _folder = "";

    [SetUp]
    public void Create() => _folder = Directory.CreateTempSubdirectory("cibudget ").FullName;

    [TearDown]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void The_gate_that_finishes_when_no_other_is_expected_is_the_last()
    {
        var gates = new RunCoordinator(_folder, "1_a");
        gates.Expect(Gate("one"));
        gates.Expect(Gate("two"));

        Assert.That(gates.Finish(Gate("one"), new()), Is.False);
        Assert.That(gates.Finish(Gate("two"), new()), Is.True);
    }

    [Test]
    public void A_gate_that_is_announced_after_it_finished_is_not_waited_for()
    {
        var gates = new RunCoordinator(_folder, "1_a");
        gates.Finish(Gate("one"), new());
        gates.Expect(Gate("one"));

        Assert.That(gates.Finish(Gate("two"), new()), Is.True);
    }

    [Test]
    public void Exactly_one_of_many_gates_that_finish_together_reports()
    {
        var names = Enumerable.Range(0, 32).Select(n => $"gate{n}").ToList();
        foreach (var name in names)
            new RunCoordinator(_folder, "1_a").Expect(Gate(name));
        var reports = 0;

        Parallel.ForEach(
            names,
            name =>
            {
                var gates = new RunCoordinator(_folder, "1_a");
                if (gates.Finish(Gate(name), new()) && gates.ClaimReport())
                    Interlocked.Increment(ref reports);
            }
        );

        Assert.That(reports, Is.EqualTo(1));
    }

    [Test]
    public void Projects_of_one_name_have_different_gates()
    {
        Assert.That(
            GateFolder.NameOf("/a/Bot.Tests.csproj", "net10.0"),
            Is.Not.EqualTo(GateFolder.NameOf("/b/Bot.Tests.csproj", "net10.0"))
        );
        Assert.That(
            GateFolder.NameOf("/a/Bot.Tests.csproj", "net10.0"),
            Is.Not.EqualTo(GateFolder.NameOf("/a/Bot.Tests.csproj", "net8.0"))
        );
    }

    private static GateExpectation Gate(string name) => new() { Gate = name };
}
