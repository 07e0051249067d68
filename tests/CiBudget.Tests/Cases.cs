namespace CiBudget.Tests;

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
internal sealed record Case(
    string File,
    decimal? Usd,
    bool Complete = true,
    string Path = "/v1/messages",
    int Status = 200,
    FailureKind? Failure = null,
    string? Counter = null,
    bool LifetimeAssumed = false
)
{
    /// <summary>The method with which <see cref="Path"/> is asked for.</summary>
    public string Method => IsBatch ? "GET" : "POST";

    /// <summary>True when each line of the body is a message.</summary>
    public bool IsBatch => File.EndsWith(".jsonl", StringComparison.Ordinal);

    public static IReadOnlyList<Case> All { get; } =
    [
        new("bedrock-global-profile.json", 3.00m),
        // 1,000,000 x 3 x 1.1
        new("bedrock-us-profile.json", 3.30m),
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

    public override string ToString() => File;
}
