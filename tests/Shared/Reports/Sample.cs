namespace CiBudget.Tests.Shared;

/// <summary>A run of a support bot's tests with everything in it that a report has to cope with.</summary>
internal static class Sample
{
    public const string Root = "/repo";
    public const string Nasty =
        "SupportBot.Tests.Hostile.Echo(\"##vso[task.complete result=Failed]\n::error::x|`<b>&@all\u001b[31m\u202Ered\")";

    public static Verdict Verdict() =>
        new()
        {
            Outcome = Outcome.OverBudget,
            Budget = new Budget
            {
                Path = "/repo/cibudget.json",
                Limits = [.. Limits().Select(use => use.Limit)],
            },
            Limits = Limits(),
            Tests = Tests(),
            Models = Models(),
            Totals = Totals.Sum(Tests().Select(row => row.Totals)),
            Diagnostics = Findings(),
            PricesAsOf = new DateTime(2026, 5, 20),
            LedgerDirectories = ["/repo/artifacts/cibudget/20260522-101500-4711"],
            Processes = 2,
            FirstCall = new DateTimeOffset(2026, 5, 22, 10, 15, 0, TimeSpan.Zero),
            LastCall = new DateTimeOffset(2026, 5, 22, 10, 18, 12, TimeSpan.Zero),
            Timeline =
            [
                new(new DateTimeOffset(2026, 5, 22, 10, 15, 0, TimeSpan.Zero), 9, 0, 0.0879m, 0),
                new(
                    new DateTimeOffset(2026, 5, 22, 10, 16, 0, TimeSpan.Zero),
                    21,
                    4,
                    0.3127302m,
                    0.0255m
                ),
                new(new DateTimeOffset(2026, 5, 22, 10, 17, 0, TimeSpan.Zero), 0, 0, 0, 0),
                new(new DateTimeOffset(2026, 5, 22, 10, 18, 0, TimeSpan.Zero), 15, 1, 0.18212m, 0),
            ],
        };

    public static Baseline Baseline() =>
        new()
        {
            Total = new BaselineTest(0.4612m, 40, 0.02m),
            Tests = new Dictionary<string, BaselineTest>
            {
                [Tests()[0].Test!.Name] = new(0.1239m, 12, 0.01m),
                [Tests()[1].Test!.Name] = new(0.18m, 4, 0.02m),
                [Tests()[2].Test!.Name] = new(0.13m, 12),
                ["SupportBot.Tests.Answers.Old_question_is_answered"] = new(0.027m, 2),
            },
        };

    public static TestTotals Test(string name, Totals totals) =>
        new(
            new TestIdentity
            {
                Name = name,
                Fixture = name.Split('(')[0],
                Assembly = "SupportBot.Tests",
            },
            totals
        );

    public static IReadOnlyList<TestTotals> Tests() =>
        [
            Test(
                "SupportBot.Tests.Answers.Refund_policy_is_quoted(\"de\")",
                new Totals
                {
                    Calls = 12,
                    InputTokens = 18_420,
                    CacheWrite5mTokens = 6_200,
                    CacheReadTokens = 68_200,
                    OutputTokens = 7_310,
                    CostUsd = 0.2478m,
                }
            ),
            Test(
                "SupportBot.Tests.Streaming.Long_answer_arrives_in_pieces",
                new Totals
                {
                    Calls = 4,
                    FailedCalls = 1,
                    Retries = 1,
                    InputTokens = 5_120,
                    OutputTokens = 6_040,
                    CostUsd = 0.17652m,
                    LowerBound = true,
                }
            ),
            Test(
                "SupportBot.Tests.Tools.Order_is_looked_up_before_the_answer",
                new Totals
                {
                    Calls = 9,
                    InputTokens = 21_900,
                    OutputTokens = 1_480,
                    CostUsd = 0.0879m,
                }
            ),
            Test(
                "SupportBot.Tests.Languages.回答は日本語で返す(\"返金できますか\")",
                new Totals
                {
                    Calls = 3,
                    InputTokens = 3_300,
                    OutputTokens = 1_210,
                    CostUsd = 0.02805m,
                }
            ),
            Test(
                Nasty,
                new Totals
                {
                    Calls = 2,
                    InputTokens = 2_040,
                    OutputTokens = 820,
                    CostUsd = 0.01842m,
                }
            ),
            new(
                null,
                new Totals
                {
                    Calls = 3,
                    InputTokens = 1_900,
                    OutputTokens = 410,
                    CostUsd = 0.01185m,
                }
            ),
            Test(
                "SupportBot.Tests.Cached.Second_question_reads_the_cache",
                new Totals
                {
                    Calls = 2,
                    InputTokens = 90,
                    CacheWrite1hTokens = 2_048,
                    CacheReadTokens = 2_048,
                    OutputTokens = 260,
                    CostUsd = 0.0112272m,
                }
            ),
            Test(
                "SupportBot.Tests.Classify.Ticket_gets_a_queue(1)",
                new Totals
                {
                    Calls = 1,
                    InputTokens = 420,
                    OutputTokens = 12,
                    CostUsd = 0.00048m,
                }
            ),
            Test(
                "SupportBot.Tests.Classify.Ticket_gets_a_queue(2)",
                new Totals
                {
                    Calls = 1,
                    InputTokens = 433,
                    OutputTokens = 11,
                    CostUsd = 0.000488m,
                }
            ),
            Test(
                "SupportBot.Tests.Classify.Empty_ticket_is_cheap",
                new Totals
                {
                    Calls = 1,
                    InputTokens = 10,
                    OutputTokens = 1,
                    CostUsd = 0.000015m,
                }
            ),
            Test(
                "SupportBot.Tests.Preview.New_model_answers",
                new Totals
                {
                    Calls = 1,
                    InputTokens = 700,
                    OutputTokens = 90,
                    UnpricedCalls = 1,
                }
            ),
            Test(
                "SupportBot.Tests.Outage.Credit_runs_out",
                new Totals
                {
                    Calls = 6,
                    FailedCalls = 4,
                    Retries = 2,
                    ReplayedCalls = 6,
                    RefusedCalls = 1,
                    InputTokens = 4_000,
                    OutputTokens = 900,
                    AvoidedUsd = 0.0255m,
                }
            ),
        ];

    private static IReadOnlyList<ModelTotals> Models() =>
        [
            new(
                "claude-sonnet-5",
                new Totals
                {
                    Calls = 33,
                    InputTokens = 52_770,
                    CacheWrite5mTokens = 6_200,
                    CacheWrite1hTokens = 2_048,
                    CacheReadTokens = 70_248,
                    OutputTokens = 17_530,
                    CostUsd = 0.5817672m,
                    LowerBound = true,
                }
            ),
            new(
                "claude-haiku-5-5",
                new Totals
                {
                    Calls = 3,
                    InputTokens = 863,
                    OutputTokens = 24,
                    CostUsd = 0.000983m,
                }
            ),
            new(
                "claude-next-preview",
                new Totals
                {
                    Calls = 1,
                    InputTokens = 700,
                    OutputTokens = 90,
                    UnpricedCalls = 1,
                }
            ),
            new(
                null,
                new Totals
                {
                    Calls = 8,
                    FailedCalls = 5,
                    InputTokens = 4_000,
                    OutputTokens = 900,
                    AvoidedUsd = 0.0255m,
                    ReplayedCalls = 6,
                }
            ),
        ];

    private static IReadOnlyList<LimitUse> Limits() =>
        [
            new()
            {
                Limit = new Limit
                {
                    Scope = LimitScope.Run,
                    Metric = Metric.Cost,
                    Max = 0.50m,
                    Position = new Position(4, 21),
                },
                Used = 0.5827502m,
                LowerBound = true,
                Broken = 1,
                TopSpenders =
                [
                    new(Tests()[0].Test!.Name, 0.2478m),
                    new(Tests()[1].Test!.Name, 0.17652m),
                    new(Tests()[2].Test!.Name, 0.0879m),
                ],
            },
            new()
            {
                Limit = new Limit
                {
                    Scope = LimitScope.EachTest,
                    Metric = Metric.OutputTokens,
                    Max = 6_000,
                    Position = new Position(7, 27),
                },
                Used = 7_310,
                Subject = Tests()[0].Test!.Name,
                Broken = 2,
                TopSpenders =
                [
                    new(Tests()[0].Test!.Name, 7_310),
                    new(Tests()[1].Test!.Name, 6_040),
                    new(Tests()[2].Test!.Name, 1_480),
                ],
            },
            new()
            {
                Limit = new Limit
                {
                    Scope = LimitScope.Tests,
                    Pattern = "*.Streaming*",
                    Metric = Metric.Cost,
                    Max = 0.20m,
                    Position = new Position(10, 30),
                },
                Used = 0.17652m,
                LowerBound = true,
                Subject = Tests()[1].Test!.Name,
            },
            new()
            {
                Limit = new Limit
                {
                    Scope = LimitScope.Model,
                    Pattern = "claude-opus-*",
                    Metric = Metric.Calls,
                    Max = 0,
                    Position = new Position(13, 31),
                },
                Used = 0,
            },
            new()
            {
                Limit = new Limit
                {
                    Scope = LimitScope.Unattributed,
                    Metric = Metric.Cost,
                    Max = 0.05m,
                    Severity = Severity.Warn,
                    Position = new Position(16, 29),
                },
                Used = 0.01185m,
            },
        ];

    private static IReadOnlyList<Diagnostic> Findings() =>
        [
            new(
                Codes.OverBudget,
                Severity.Error,
                "/repo/cibudget.json",
                new Position(7, 27),
                "Test "
                    + SafeText.Line(Tests()[0].Test!.Name)
                    + " used 7,310 output tokens; each test may use 6,000."
            ),
            new(
                Codes.OverBudget,
                Severity.Error,
                "/repo/cibudget.json",
                new Position(4, 21),
                "The run cost at least $0.5828; the limit is $0.50. Top spender: SupportBot.Tests.Answers.Refund_policy_is_quoted(\"de\") with $0.2478."
            ),
            new(
                Codes.Unpriced,
                Severity.Error,
                null,
                Position.None,
                "1 call has no price: there is no price for model 'claude-next-preview'. Add it under \"prices\" in cibudget.json."
            ),
            new(
                Codes.NearLimit,
                Severity.Warn,
                "/repo/cibudget.json",
                new Position(10, 30),
                "Tests that match *.Streaming* used $0.1765 of $0.20 (88%)."
            ),
            new(
                Codes.LowerBound,
                Severity.Warn,
                null,
                Position.None,
                "1 stream was cut before its last count: its cost is a lower bound."
            ),
        ];
}
