namespace CiBudget.Tests.Shared;

/// <summary>A run's ledgers, written as a test run writes them, and the check of them.</summary>
internal sealed class CheckedRun : IDisposable
{
    /// <summary>Per million tokens: input $1, output $10, writes $2 and $3, reads $0.10; <c>claude-tall</c> doubles above 1,000 prompt tokens.</summary>
    public static readonly PriceSheet Prices = new(
        new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc),
        [
            new()
            {
                Model = "claude-one",
                Aliases = ["claude-one-20261001"],
                Prices = Rates(1),
            },
            new()
            {
                Model = "claude-tall",
                Prices = Rates(1),
                Tiers = [new(1000, Rates(2))],
                BatchMultiplier = 0.5m,
            },
            new()
            {
                Model = "claude-two",
                Prices = new() { Input = 4, Output = 20 },
            },
        ],
        webSearchUsd: 0.01m
    );

    public static readonly DateTimeOffset Start = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    public static readonly TimeProvider Clock = new FixedTime(Start);

    private readonly RunFolder _folder = new();
    private int _entries;

    public string Path => _folder.Path;

    public CheckOptions Options { get; set; } = new() { Time = Clock };

    public static Budget Budget(params Limit[] limits) =>
        new() { Path = "/repo/cibudget.json", Limits = limits };

    public static TestIdentity Test(string name, params string[] categories) =>
        new()
        {
            Name = name,
            Assembly = "Shop.Tests",
            Categories = categories,
        };

    /// <summary>An answered call of a test: so many output tokens, at $10 a million.</summary>
    public LedgerEntry Call(string? test, long output, string model = "claude-one") =>
        new()
        {
            Id = "e" + _entries,
            Time = Start.AddSeconds(_entries++),
            Test = test is null ? null : Test(test),
            Endpoint = ClaudeEndpoint.Messages,
            Host = "api.anthropic.com",
            Status = 200,
            RequestModel = model,
            Usage = [new() { Model = model, OutputTokens = output }],
        };

    /// <summary>A call that got an error.</summary>
    public LedgerEntry Failure(string? test, int status, FailureKind kind) =>
        Call(test, 0) with
        {
            Status = status,
            Usage = [],
            Error = new("some_error", null, kind),
        };

    /// <summary>Writes the ledger of one process.</summary>
    public string Ledger(string process, params LedgerEntry[] calls) =>
        Ledger(new LedgerProcess { Id = process }, calls);

    public string Ledger(LedgerProcess process, params LedgerEntry[] calls)
    {
        using var writer = new LedgerWriter(_folder.Path, process);
        foreach (var call in calls)
            writer.Append(call);
        writer.Close(0, 0);
        return writer.Path!;
    }

    public Verdict Check(Budget budget) => BudgetCheck.Run(budget, Prices, [_folder.Path], Options);

    /// <summary>The diagnostics as a build prints them, ledgers by file name.</summary>
    public string[] Findings(Budget budget) => [.. Check(budget).Diagnostics.Select(Text)];

    public void Dispose() => _folder.Dispose();

    private string Text(Diagnostic diagnostic)
    {
        var file = diagnostic.File?.Replace(
            _folder.Path + System.IO.Path.DirectorySeparatorChar,
            "",
            StringComparison.Ordinal
        );
        var place =
            diagnostic.Position == Position.None
                ? file
                : $"{file}({diagnostic.Position.Line},{diagnostic.Position.Column})";
        return $"{place}: {(diagnostic.Severity == Severity.Error ? "error" : "warning")} {diagnostic.Code}: {diagnostic.Message}".Replace(
            _folder.Path,
            "RUN",
            StringComparison.Ordinal
        );
    }

    private static TokenPrices Rates(decimal factor) =>
        new()
        {
            Input = 1 * factor,
            Output = 10 * factor,
            CacheWrite5m = 2 * factor,
            CacheWrite1h = 3 * factor,
            CacheRead = 0.1m * factor,
        };
}
