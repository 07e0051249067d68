using CiBudget.Checking;
using CiBudget.Json;
using CiBudget.Ledger;

namespace CiBudget.MSBuild;

/// <summary>
/// How the gates of one <c>dotnet test</c>, in several MSBuild nodes, agree on which of them speaks for the run: files that are
/// created once and never removed, so that no order of events can lose one.
/// </summary>
/// <param name="runDirectory">The run's folder.</param>
/// <param name="invocation">Names this <c>dotnet test</c>; a run can have several, one after the other.</param>
internal sealed class RunCoordinator(string runDirectory, string invocation)
{
    private readonly GateFolder _gates = new(runDirectory, invocation);

    /// <inheritdoc cref="GateFolder.Expect"/>
    public void Expect(GateExpectation gate) => _gates.Expect(gate);

    /// <inheritdoc cref="GateFolder.HoldAlive"/>
    public FileStream? HoldAlive(string gate) => _gates.HoldAlive(gate);

    /// <summary>Where the test platform's logger says how many tests of a gate ran.</summary>
    public string CountsOf(string gate) => _gates.PathOf(gate, TestCounts.Extension);

    /// <inheritdoc cref="GateFolder.Finish"/>
    public bool Finish(GateExpectation gate, GateOutcome outcome) => _gates.Finish(gate, outcome);

    /// <summary>
    /// Notes a budget file as it is now. False when a gate of this <c>dotnet test</c> saw it with another content: then it was
    /// changed while the tests ran, perhaps by a test, and holds nobody to anything.
    /// </summary>
    public bool SeesSameBudget(string path)
    {
        var budget = "budget-" + GateFolder.Hash(path);
        TryCreate($"{budget}-{GateFolder.Hash(File.ReadAllText(path))}");
        return Directory.EnumerateFiles(_gates.Path, budget + "-*").Count() == 1;
    }

    /// <summary>True for the one gate that speaks for the run.</summary>
    public bool ClaimReport() => TryCreate("reported");

    /// <summary>True for the first gate that says this.</summary>
    public bool ClaimDiagnostic(string key) => TryCreate("said-" + GateFolder.Hash(key));

    private bool TryCreate(string name) => OnceFile.TryCreate(Path.Combine(_gates.Path, name), []);
}
