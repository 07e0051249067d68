namespace CiBudget.Tests.Shared;

/// <summary>A run's directory for one test, gone after it.</summary>
internal sealed class RunFolder : IDisposable
{
    public RunFolder() => Path = Directory.CreateTempSubdirectory("cibudget-").FullName;

    public string Path { get; }

    public string[] Ledgers =>
        [.. Directory.GetFiles(Path, "*.ledger.jsonl").Order(StringComparer.Ordinal)];

    public string[] Lines => File.ReadAllLines(Ledgers.Single());

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
