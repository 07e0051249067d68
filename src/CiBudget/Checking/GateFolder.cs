using System.Security.Cryptography;
using System.Text;
using CiBudget.Ledger;

namespace CiBudget.Checking;

/// <summary>Where the gates of one <c>dotnet test</c> write what they expect and what they saw, see <see cref="EvidenceFolder"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GateFolder
{
    /// <param name="runDirectory">The run's folder.</param>
    /// <param name="invocation">Names this <c>dotnet test</c>; a run can have several, one after the other.</param>
    public GateFolder(string runDirectory, string invocation)
    {
        Path = System.IO.Path.Combine(Runs.GatesIn(runDirectory), Runs.SafeName(invocation));
        Directory.CreateDirectory(Path);
    }

    internal string Path { get; }

    /// <summary>The name of a project's or program's gate for one target framework. Those of one name differ by their path.</summary>
    public static string NameOf(string path, string? framework) =>
        Runs.SafeName(
            $"{System.IO.Path.GetFileNameWithoutExtension(path)}-{framework}-{Hash(path)}"
        );

    /// <summary>A file of a gate.</summary>
    internal string PathOf(string gate, string extension) =>
        System.IO.Path.Combine(Path, gate + extension);

    /// <summary>The tests of this gate are still to come.</summary>
    public void Expect(GateExpectation gate) =>
        OnceFile.TryCreate(PathOf(gate.Gate, GateExpectation.Extension), gate.ToJson());

    /// <summary>A file that is held while the gate's build, or its program, lives; see <see cref="AliveFile"/>.</summary>
    public FileStream? HoldAlive(string gate) =>
        AliveFile.TryHold(PathOf(gate, AliveFile.Extension));

    /// <summary>The tests of this gate have ended. True when no expected gate is left.</summary>
    public bool Finish(GateExpectation gate, GateOutcome outcome)
    {
        Expect(gate);
        OnceFile.TryCreate(PathOf(gate.Gate, GateOutcome.Extension), outcome.ToJson());
        return Directory
            .EnumerateFiles(Path, "*" + GateExpectation.Extension)
            .All(expected =>
                File.Exists(
                    expected.Remove(expected.Length - GateExpectation.Extension.Length)
                        + GateOutcome.Extension
                )
            );
    }

#pragma warning disable CA1850, CA1872 // netstandard2.0 has none of what they propose.
    /// <summary>A short hash of a text.</summary>
    internal static string Hash(string text)
    {
        using var sha = SHA256.Create();
        var hash = sha.ComputeHash(Encoding.UTF8.GetBytes(text));
        return BitConverter.ToString(hash, 0, 6).Replace("-", "").ToLowerInvariant();
    }
#pragma warning restore CA1850, CA1872
}
