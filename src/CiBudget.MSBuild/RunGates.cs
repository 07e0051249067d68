using System.Security.Cryptography;
using System.Text;

namespace CiBudget.MSBuild;

/// <summary>
/// How the gates of one <c>dotnet test</c>, in several MSBuild nodes, agree on which of them speaks for the run: empty marker files
/// that are created once and never removed, so that no order of events can lose one.
/// </summary>
internal sealed class RunGates
{
    private readonly string _folder;

    /// <param name="runDirectory">The run's folder.</param>
    /// <param name="invocation">Names this <c>dotnet test</c>; a run can have several, one after the other.</param>
    public RunGates(string runDirectory, string invocation)
    {
        _folder = Path.Combine(Runs.GatesIn(runDirectory), Runs.SafeName(invocation));
        Directory.CreateDirectory(_folder);
    }

    /// <summary>The name of a project's gate for one target framework. Projects of one name differ by their path.</summary>
    public static string NameOf(string projectPath, string targetFramework) =>
        Runs.SafeName(
            $"{Path.GetFileNameWithoutExtension(projectPath)}-{targetFramework}-{Hash(projectPath)}"
        );

    /// <summary>The tests of this gate are still to come.</summary>
    public void Expect(string gate) => TryCreate(gate + ".expected");

    /// <summary>The tests of a gate are metered, so that a run without a ledger is one in which no test ran.</summary>
    public void ExpectLedger() => TryCreate(Runs.MeteredMarker);

    /// <summary>The tests of this gate have ended. True when no expected gate is left.</summary>
    public bool Finish(string gate)
    {
        TryCreate(gate + ".expected");
        TryCreate(gate + ".done");
        return Directory
            .EnumerateFiles(_folder, "*.expected")
            .All(expected => File.Exists(Path.ChangeExtension(expected, ".done")));
    }

    /// <summary>
    /// Notes a budget file as it is now. False when a gate of this <c>dotnet test</c> saw it with another content: then it was
    /// changed while the tests ran, perhaps by a test, and holds nobody to anything.
    /// </summary>
    public bool SeesSameBudget(string path)
    {
        var budget = "budget-" + Hash(path);
        TryCreate($"{budget}-{Hash(File.ReadAllText(path))}");
        return Directory.EnumerateFiles(_folder, budget + "-*").Count() == 1;
    }

    /// <summary>True for the one gate that speaks for the run.</summary>
    public bool ClaimReport() => TryCreate("reported");

    /// <summary>True for the first gate that says this.</summary>
    public bool ClaimFinding(string key) => TryCreate($"said-{Hash(key)}");

    private bool TryCreate(string name)
    {
        var path = Path.Combine(_folder, name);
        try
        {
            using var _ = new FileStream(path, FileMode.CreateNew);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    private static string Hash(string text)
    {
        using var sha = SHA256.Create();
        var hash = sha.ComputeHash(Encoding.UTF8.GetBytes(text));
        return BitConverter.ToString(hash, 0, 6).Replace("-", "").ToLowerInvariant();
    }
}
