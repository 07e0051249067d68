namespace CiBudget.Wire.Tests;

/// <summary>
/// Bodies that tools are known to have misread, with what is right. Costs are worked out by hand from list prices, in US dollars per
/// million tokens: Sonnet 4.6 has 3 in, 15 out, 3.75 and 6 write, 0.30 read; Opus 5.5 has 4, 20, 5, 8, 0.20; Haiku 4.5 has 1 in, 5 out.
/// </summary>
/// <param name="File">The body.</param>
/// <param name="Usd">Its cost; null when it is not known.</param>
/// <param name="Complete">False when the cost is a lower bound.</param>
/// <param name="Path">What was asked for.</param>
/// <param name="Status">Of the answer.</param>
/// <param name="Failure">What the answer failed for; null when it did not.</param>
/// <param name="Counter">The counter that cannot be read; null when all can.</param>
/// <param name="LifetimeAssumed">True when cache writes came without their lifetime.</param>
/// <param name="Folder">Where the body is.</param>
internal sealed record Case(
    string File,
    decimal? Usd,
    bool Complete = true,
    string Path = "/v1/messages",
    int Status = 200,
    FailureKind? Failure = null,
    string? Counter = null,
    bool LifetimeAssumed = false,
    string Folder = "cases"
)
{
    /// <summary>The method with which <see cref="Path"/> is asked for.</summary>
    public string Method => IsBatch ? "GET" : "POST";

    /// <summary>True when each line of the body is a message.</summary>
    public bool IsBatch => File.EndsWith(".jsonl", StringComparison.Ordinal);

    /// <summary>The model that the path names, and where it is served; nothing where the request's body names it.</summary>
    public RequestedModel Requested =>
        ClaudeEndpoints.ModelOf(Path) is { } model
            ? new(model, PlaceOfService.Get(new Uri("http://127.0.0.1" + Path), model))
            : default;

    public byte[] Read() =>
        System.IO.File.ReadAllBytes(System.IO.Path.Combine(AppContext.BaseDirectory, Folder, File));

    /// <summary>Those that other tools misread.</summary>
    public static IReadOnlyList<Case> Misread { get; } =
    [
        new(
            "bedrock-global-profile.json",
            3.00m,
            Path: "/model/global.anthropic.claude-sonnet-4-6/invoke"
        ),
        // 1,000,000 x 3 x 1.1
        new("bedrock-us-profile.json", 3.30m, Path: "/model/us.anthropic.claude-sonnet-4-6/invoke"),
        // (4 x 3 + 832 x 15 + 1,000 x 0.30 + 9,613 x 6) x 1.1
        new("converse.json", 0.077517m, Path: "/model/anthropic.claude-sonnet-4-6/converse"),
        // (1,000 x 4 + 10,000 x 8 + 20,000 x 0.20 + 500 x 20) / 2 x 1.1 = 98,000 / 2 x 1.1
        new("batch-1h-us.jsonl", 0.0539m, Path: "/v1/messages/batches/msgbatch_1/results"),
        // 50,000 x 4 + 1 x 20, and 50,000 x 1 + 300 x 5
        new("two-lifecycles.sse", 0.25152m, Complete: false),
        new("two-lifecycles-after-content.sse", 0.25152m, Complete: false),
        // 9,000 x 3 + 20,000 x 3.75 + 6,000 x 0.30 + 700 x 15, and two searches of one cent
        new("cache-write-without-lifetime.json", 0.1343m, LifetimeAssumed: true),
        // 2 x 3 + 8,000 x 6 + 220,000 x 0.30 + 500 x 15
        new("iterations-split-only-at-top.json", 0.121506m),
        new("string-cache-read.json", null, Counter: "usage.cache_read_input_tokens"),
        new("string-input-and-output.json", null, Counter: "usage.input_tokens"),
        // 1,000 x 4 + 200 x 20
        new("delta-before-start.sse", 0.008m, Complete: false),
        // 1,000 x 4 + 100 x 20
        new("done-instead-of-stop.sse", 0.006m, Complete: false),
        new("refusal-stream-empty.sse", 0m),
        new(
            "error-403-bedrock-payment.json",
            0m,
            Status: 403,
            Failure: FailureKind.PaymentRequired
        ),
        new(
            "error-403-gcp-billing-disabled.json",
            0m,
            Status: 403,
            Failure: FailureKind.PaymentRequired
        ),
        new("error-400-extra-usage.json", 0m, Status: 400, Failure: FailureKind.CreditExhausted),
        new("bedrock-exception-only.bin", 0m, Failure: FailureKind.RateLimited),
    ];

    /// <summary>Those that Claude sends every day.</summary>
    public static IReadOnlyList<Case> OfWire { get; } =
    [
        // 2,095 x 4 + 2,051 x 5 + 2,051 x 0.20 + 503 x 20
        OnWire("message.json", 0.0291052m),
        // 25 x 4 + 1,000 x 5 + 200 x 8 + 4,096 x 0.20 + 142 x 20
        OnWire("stream-cache-thinking-tool.sse", 0.0103592m),
        // The same with the three output tokens of its start
        OnWire("stream-error-midway.sse", 0.0075792m, false, 200, FailureKind.Overloaded),
        OnWire("stream-truncated-no-message_stop.sse", 0.0075792m, false),
        // Half of 11 x 4 + 36 x 20
        OnWire("batch-results.jsonl", 0.000382m) with
        {
            Path = "/v1/messages/batches/msgbatch_2/results",
        },
        OnWire("error-400-credit-balance.json", 0m, true, 400, FailureKind.CreditExhausted),
        OnWire("error-400-org-spend-limit.json", 0m, true, 400, FailureKind.SpendLimit),
        OnWire("error-400-workspace-spend-limit.json", 0m, true, 400, FailureKind.SpendLimit),
        OnWire("error-402-billing.json", 0m, true, 402, FailureKind.PaymentRequired),
        OnWire("error-402-linked-org-spend-limit.json", 0m, true, 402, FailureKind.SpendLimit),
        OnWire("error-402-linked-org-unavailable.json", 0m, true, 402, FailureKind.PaymentRequired),
        OnWire("error-429-contract-spend-limit.json", 0m, true, 429, FailureKind.SpendCap),
        OnWire("error-429-ramp-limit.json", 0m, true, 429, FailureKind.RateLimited),
        OnWire("error-429-tier-spend-cap.json", 0m, true, 429, FailureKind.SpendCap),
        OnWire("error-529-overloaded.json", 0m, true, 529, FailureKind.Overloaded),
    ];

    public static IReadOnlyList<Case> All { get; } = [.. Misread, .. OfWire];

    private static Case OnWire(
        string file,
        decimal usd,
        bool complete = true,
        int status = 200,
        FailureKind? failure = null
    ) => new(file, usd, complete, Status: status, Failure: failure, Folder: "wire");

    public override string ToString() => File;
}
