namespace CiBudget.NUnit.Tests;

/// <summary>Tests that need a Claude on loopback and a folder of their own.</summary>
public abstract class ServedFixture
{
    private readonly string _folder = Path.Combine(
        Path.GetTempPath(),
        "cibudget-" + Guid.NewGuid().ToString("N")
    );
    private WireServer? _server;

    private protected string Server => _server!.Address;

    /// <summary>How many requests for messages have reached the server.</summary>
    private protected int Received => _server!.Received;

    [OneTimeSetUp]
    public async Task StartServer()
    {
        Directory.CreateDirectory(_folder);
        _server = await WireServer.Start();
    }

    [OneTimeTearDown]
    public async Task StopServer()
    {
        await _server!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A new run directory.</summary>
    private protected string RunDirectory() => Path.Combine(_folder, Guid.NewGuid().ToString("N"));

    /// <summary>Writes a budget file.</summary>
    private protected string BudgetFile(string json)
    {
        var path = Path.Combine(_folder, Guid.NewGuid().ToString("N") + ".json");
        File.WriteAllText(path, json);
        return path;
    }
}
