namespace CiBudget.Tool.Tests;

/// <summary>A folder with a budget file and runs, as <c>dotnet test</c> leaves them.</summary>
internal sealed class Workplace : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    private int _entries;

    public string Folder { get; } =
        new DirectoryInfo(Directory.CreateTempSubdirectory("cibudget-tool-").FullName).FullName;

    public string PathOf(string name) => Path.Combine(Folder, name);

    public string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }

    /// <summary>Writes <c>cibudget.json</c>. The age of the price sheet is no matter of these tests.</summary>
    public void Budget(string members) =>
        Write("cibudget.json", "{ " + members + ", \"rules\": { \"oldPrices\": \"off\" } }");

    public ToolResult Run(params string[] arguments) => Tool.Run(Folder, arguments);

    public ToolResult Run(string[] environment, params string[] arguments) =>
        Tool.Run(Folder, environment, null, arguments);

    public ToolResult RunAsProcess(params string[] arguments) => RunAsProcess([], arguments);

    public ToolResult RunAsProcess(string[] environment, params string[] arguments) =>
        Tool.RunAsProcess(Folder, environment, null, arguments);

    /// <summary>An answered call: so many output tokens of claude-opus-5-5, at $20 a million.</summary>
    public LedgerEntry Call(string? test, long output) =>
        new()
        {
            Id = "e" + _entries,
            Time = Start.AddSeconds(_entries++),
            Test = test is null ? null : new() { Name = test, Assembly = "Shop.Tests" },
            Endpoint = ClaudeEndpoint.Messages,
            Host = "api.anthropic.com",
            Status = 200,
            RequestModel = "claude-opus-5-5",
            Usage = [new() { Model = "claude-opus-5-5", OutputTokens = output }],
        };

    public LedgerEntry OutOfCredit(string test) =>
        Call(test, 0) with
        {
            Status = 400,
            Usage = [],
            Error = new("invalid_request_error", null, FailureKind.CreditExhausted),
        };

    /// <summary>Writes the ledger of one process into a run's folder and returns the folder.</summary>
    public string Ledger(string folder, string process, params LedgerEntry[] calls) =>
        Ledger(folder, new LedgerProcess { Id = process }, calls);

    public string Ledger(string folder, LedgerProcess process, params LedgerEntry[] calls)
    {
        var directory = PathOf(folder);
        using var writer = new LedgerWriter(directory, process);
        foreach (var call in calls)
            writer.Append(call);
        writer.Close(0, 0);
        return directory;
    }

    /// <summary>Text without what differs from run to run: this folder, the sheet's day.</summary>
    public string Fixed(string text) =>
        text.Replace(Folder, "/work-place", StringComparison.Ordinal)
            .Replace(
                PriceSheet.Embedded.AsOf.ToString("yyyy-MM-dd"),
                "SHEET-DAY",
                StringComparison.Ordinal
            );

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
