using CiBudget.Tool.Bill;
using CiBudget.Tool.Bill.Reconciling;

namespace CiBudget.Tool.Tests.Bill;

/// <summary>A run held against the bill: the right sentence and the right exit code for each way in which they can differ.</summary>
public sealed class ReconcileTests
{
    private const string Opus = "claude-opus-5-5";
    private static readonly DateTimeOffset At = Workplace.Start;

    private Workplace _place = null!;
    private AdminServer _server = null!;
    private DateTimeOffset _now;

    [SetUp]
    public void Make() => (_place, _server, _now) = (new(), AdminServer.Start(), At.AddDays(1));

    [TearDown]
    public void Remove()
    {
        _server.Dispose();
        _place.Dispose();
    }

    [Test]
    public async Task Equal()
    {
        // The wire names a dated model, the report a plain one.
        Metered(Call(input: 2_000, output: 500) with { RequestModel = "claude-opus-5-5-20260901" });
        Billed(new AdminUse(At, Opus) { Input = 2_000, Output = 500 });

        var result = await CompareAsync();

        Assert.That(result.ExitCode, Is.Zero);
        Assert.That(result.Headline, Is.EqualTo("Metered equals billed"));
        Assert.That(result.Lines, Has.All.Property("Verdict").EqualTo(LineVerdict.Equal));
        Assert.That(result.Explanations, Is.Empty);
        // 2,000 × $4 + 500 × $20 a million.
        Assert.That((result.MeteredUsd, result.BilledListUsd), Is.EqualTo((0.018m, 0.018m)));
    }

    [Test]
    public async Task Every_kind_of_token_has_its_line_and_its_price()
    {
        Metered(
            _place.Call("Shop.A", 0) with
            {
                Usage =
                [
                    new()
                    {
                        Model = Opus,
                        InputTokens = 1,
                        CacheWrite5mTokens = 2_000,
                        CacheWrite1hTokens = 3_000,
                        CacheReadTokens = 40_000,
                        OutputTokens = 5,
                        WebSearchRequests = 2,
                    },
                ],
            }
        );
        Billed(
            new AdminUse(At, Opus)
            {
                Input = 1,
                Write5m = 2_000,
                Write1h = 3_000,
                Read = 40_000,
                Output = 5,
                Searches = 2,
            }
        );

        var result = await CompareAsync();

        Assert.That(result.Lines, Has.Count.EqualTo(6));
        Assert.That(result.ExitCode, Is.Zero, Text(result));
        Assert.That(
            result.MeteredUsd,
            Is.EqualTo(0.000004m + 0.01m + 0.024m + 0.008m + 0.0001m + 0.02m)
        );
    }

    [Test]
    public async Task One_escaped_call()
    {
        Metered(Call(2_000, 500));
        Billed(
            new AdminUse(At, Opus) { Input = 2_000, Output = 500 },
            new AdminUse(At, Opus) { Input = 300, Output = 40 }
        );

        var result = await CompareAsync();

        Assert.That(result.ExitCode, Is.EqualTo(6));
        Assert.That(result.Lines, Has.All.Property("Verdict").EqualTo(LineVerdict.MeteredLess));
        Assert.That(
            Sentence(result, Cause.EscapedCalls),
            Does.StartWith("1 request more was billed than metered, of claude-opus-5-5.")
        );
    }

    [Test]
    public async Task One_unbilled_refusal()
    {
        // A refusal is in the usage and not in the cost.
        Metered(
            Call(2_000, 500),
            _place.Call("Shop.B", 0) with
            {
                Usage =
                [
                    new()
                    {
                        Model = Opus,
                        InputTokens = 700,
                        Unbilled = UnbilledReason.Refusal,
                    },
                ],
            }
        );
        Billed(
            new AdminUse(At, Opus) { Input = 2_000, Output = 500 },
            new AdminUse(At, Opus) { Input = 700, Unbilled = true }
        );

        var result = await CompareAsync();

        Assert.That(result.ExitCode, Is.Zero, Text(result));
        Assert.That(
            result.Lines.Select(line => line.Verdict),
            Has.One.EqualTo(LineVerdict.Explained)
        );
        Assert.That(
            Sentence(result, Cause.Unbilled),
            Does.StartWith("1 answer was not charged").And.Contain("700 tokens")
        );
    }

    [Test]
    public async Task A_refusal_that_was_charged_after_all_is_a_difference()
    {
        Metered(
            Call(2_000, 500),
            _place.Call("Shop.B", 0) with
            {
                Usage =
                [
                    new()
                    {
                        Model = Opus,
                        InputTokens = 700,
                        Unbilled = UnbilledReason.Refusal,
                    },
                ],
            }
        );
        Billed(new AdminUse(At, Opus) { Input = 2_700, Output = 500 });

        var result = await CompareAsync();

        Assert.That(result.ExitCode, Is.EqualTo(6));
        Assert.That(result.Lines[0].Verdict, Is.EqualTo(LineVerdict.PriceDiffers));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Batch_lag(bool isFetched)
    {
        // Fetched in this run and charged the day before; or charged now and never fetched.
        var batch = _place.Call(null, 0) with
        {
            IsCall = false,
            MessageId = "msg_1",
            Endpoint = ClaudeEndpoint.BatchResults,
            Usage =
            [
                new()
                {
                    Model = Opus,
                    InputTokens = 10_000,
                    Batch = true,
                    ServiceTier = "batch",
                },
            ],
        };
        Metered(isFetched ? [Call(2_000, 500), batch] : [Call(2_000, 500)]);
        Billed(
            new AdminUse(At, Opus) { Input = 2_000, Output = 500 },
            new AdminUse(isFetched ? At.AddDays(-1) : At, Opus) { Input = 10_000, Tier = "batch" }
        );

        var result = await CompareAsync();

        Assert.That(result.ExitCode, Is.EqualTo(4), Text(result));
        Assert.That(
            result.Lines.Single(line => line.Kind == BillKinds.Input).Verdict,
            Is.EqualTo(LineVerdict.Open)
        );
        Assert.That(
            Sentence(result, Cause.BatchLag),
            Does.StartWith("batches are charged when they are processed")
        );
    }

    [Test]
    public async Task A_batch_in_one_time_is_equal_at_half_price_and_counts_once()
    {
        var batch = _place.Call(null, 0) with
        {
            IsCall = false,
            MessageId = "msg_1",
            Endpoint = ClaudeEndpoint.BatchResults,
            Usage =
            [
                new()
                {
                    Model = Opus,
                    InputTokens = 10_000,
                    Batch = true,
                },
            ],
        };
        Metered(batch, batch with { Id = "fetched again" });
        Billed(new AdminUse(At, Opus) { Input = 10_000, Tier = "batch" });

        var result = await CompareAsync();

        Assert.That(result.ExitCode, Is.Zero, Text(result));
        Assert.That(result.MeteredUsd, Is.EqualTo(0.02m));
    }

    [TestCase(0.15, "the budget file says the same")]
    [TestCase(0, "the budget file says 0%")]
    public async Task A_discount(double inBudget, string says)
    {
        _server.Account.Discount = 0.15m;
        Metered(Call(1_000_000, 0));
        Billed(new AdminUse(At, Opus) { Input = 1_000_000 });

        var result = await CompareAsync(discount: (decimal)inBudget);

        Assert.That(result.ExitCode, Is.Zero, Text(result));
        Assert.That(
            Sentence(result, Cause.Discount),
            Does.Contain("pays $3.4000 for a list price of $4.0000, a discount of 15%")
                .And.Contain(says)
        );
    }

    [Test]
    public async Task Another_user_of_the_workspace()
    {
        Metered(Call(2_000, 500));
        Billed(
            new AdminUse(At, Opus) { Input = 2_000, Output = 500 },
            new AdminUse(At, Opus) { Input = 300, Key = "apikey_ann" },
            new AdminUse(At, "claude-haiku-4-5")
            {
                Input = 900,
                Key = null,
                Actor = new()
                {
                    ["type"] = "federated_actor",
                    ["provider"] = "aws",
                    ["subject"] = "arn:aws:iam::1:role/ci",
                },
            }
        );

        var result = await CompareAsync();
        var alone = await CompareAsync(keys: ["apikey_ci"]);

        Assert.That(result.ExitCode, Is.EqualTo(6));
        Assert.That(
            Sentence(result, Cause.OtherUsers),
            Does.StartWith("another user: 3 keys or identities")
                .And.Contain("apikey_ann (1 request)")
                .And.Contain("arn:aws:iam::1:role/ci (1 request)")
                .And.Contain("What apikey_ci used is what was metered")
        );
        Assert.That(result.Explanations, Has.None.Property("Cause").EqualTo(Cause.EscapedCalls));
        Assert.That(alone.ExitCode, Is.Zero, Text(alone));
    }

    [Test]
    public async Task Another_key_that_does_not_explain_the_rest_is_only_possible()
    {
        Metered(Call(2_000, 500));
        Billed(
            new AdminUse(At, Opus) { Input = 2_100, Output = 500 },
            new AdminUse(At, Opus) { Input = 300, Key = "apikey_ann" }
        );

        var result = await CompareAsync();

        Assert.That(result.ExitCode, Is.EqualTo(6));
        Assert.That(Sentence(result, Cause.OtherUsers), Does.StartWith("another user is possible"));
        Assert.That(result.Explanations, Has.One.Property("Cause").EqualTo(Cause.EscapedCalls));
    }

    [TestCase(
        "2026-11-22T10:00:00Z",
        2_000,
        4,
        TestName = "Data_that_end_before_the_run_are_no_verdict_yet"
    )]
    [TestCase(
        "2026-11-22T10:00:00Z",
        2_001,
        6,
        TestName = "More_billed_than_metered_is_known_before_the_data_are_complete"
    )]
    [TestCase(
        "2026-11-22T10:00:00Z",
        1_000,
        4,
        TestName = "Less_billed_than_metered_may_still_come"
    )]
    [TestCase(
        "2026-11-22T11:00:00Z",
        1_000,
        6,
        TestName = "Less_billed_than_metered_will_not_come_any_more"
    )]
    public async Task Freshness(string refreshedAt, int billed, int exit)
    {
        _server.Account.RefreshedAt = refreshedAt;
        Metered(Call(2_000, 0));
        Billed(new AdminUse(At, Opus) { Input = billed });

        var result = await CompareAsync();

        Assert.That(result.ExitCode, Is.EqualTo(exit), Text(result));
        if (exit == 4)
            Assert.That(
                Sentence(result, Cause.NotComplete),
                Does.Contain("complete until 2026-11-22 10:00 UTC")
            );
    }

    [Test]
    public async Task Without_a_word_on_freshness_five_minutes_must_have_passed()
    {
        _server.Account.RefreshedAt = null;
        Metered(Call(2_000, 0));
        Billed(new AdminUse(At, Opus) { Input = 2_000 });

        _now = At.AddMinutes(3);
        var early = await CompareAsync();
        _now = At.AddMinutes(10);
        var late = await CompareAsync();

        Assert.That(early.ExitCode, Is.EqualTo(4));
        Assert.That(
            Sentence(early, Cause.NotComplete),
            Does.Contain("compare again after 2026-11-22 10:07 UTC")
        );
        Assert.That(late.ExitCode, Is.Zero, Text(late));
    }

    [Test]
    public async Task The_older_reports_compare_counts_only()
    {
        _server.Account.HasAnalytics = false;
        Metered(Call(2_000, 500));
        Billed(
            new AdminUse(At, Opus) { Input = 2_000, Output = 500 },
            new AdminUse(At.AddHours(2), Opus) { Input = 9_999 }
        );

        var result = await CompareAsync();

        Assert.That(result.ExitCode, Is.Zero, Text(result));
        Assert.That(result.BilledUsd, Is.Null);
        Assert.That(result.Explanations, Has.Some.Property("Cause").EqualTo(Cause.OlderReports));
    }

    [Test]
    public async Task A_tolerance_lets_little_pass()
    {
        Metered(Call(1_000, 0));
        Billed(new AdminUse(At, Opus) { Input = 1_009 });

        Assert.That((await CompareAsync(tolerance: 0.01m)).ExitCode, Is.Zero);
        Assert.That((await CompareAsync(tolerance: 0.008m)).ExitCode, Is.EqualTo(6));
    }

    [Test]
    public async Task A_surcharge_that_answers_do_not_name_is_a_difference_of_price()
    {
        Metered(Call(1_000_000, 0));
        Billed(new AdminUse(At, Opus) { Input = 1_000_000, Geo = "us" });

        var result = await CompareAsync();

        Assert.That(result.ExitCode, Is.EqualTo(6));
        Assert.That(
            Sentence(result, Cause.Prices),
            Does.Contain("$4.0000 by the price sheet").And.Contain("$4.4000 on the bill")
        );
    }

    [Test]
    public async Task What_no_meter_counts_is_named()
    {
        Metered(Call(1_000, 0));
        Billed(
            new AdminUse(At, Opus) { Input = 1_000 },
            new AdminUse(At, null)
            {
                Other = new() { ["code_execution"] = 5m },
                Requests = 0,
            }
        );

        var result = await CompareAsync();

        Assert.That(result.ExitCode, Is.EqualTo(6));
        Assert.That(
            Sentence(result, Cause.NotMetered),
            Does.StartWith("code execution was charged ($0.0500)")
        );
    }

    [Test]
    public async Task Calls_that_are_on_other_bills_are_left_out_and_named()
    {
        Metered(
            Call(1_000, 0),
            Call(5_000, 0) with
            {
                Host = "bedrock-runtime.us-east-1.amazonaws.com",
            },
            Call(6_000, 0) with
            {
                Workspace = "wrkspc_other",
            },
            Call(7_000, 0) with
            {
                Replayed = true,
            }
        );
        Billed(new AdminUse(At, Opus) { Input = 1_000 });

        var result = await CompareAsync(workspaces: ["wrkspc_ci"]);

        Assert.That(result.ExitCode, Is.Zero, Text(result));
        Assert.That(
            result.Explanations.Select(one => one.Text),
            Has.One.Contains("bedrock-runtime.us-east-1.amazonaws.com")
                .And.One.Contains("wrkspc_other")
        );
    }

    [TestCase("org-11", 0)]
    [TestCase("org-22", 1)]
    public async Task The_bill_of_another_organization_is_named(string answered, int sentences)
    {
        Metered(Call(1_000, 0) with { Organization = answered });

        var result = await CompareAsync();

        Assert.That(result.ExitCode, Is.EqualTo(6));
        Assert.That(
            result.Explanations.Count(one =>
                one.Text.StartsWith(
                    "this is the bill of Shop Ltd (org-11), and the answers came from org-22: wrong key, wrong bill",
                    StringComparison.Ordinal
                )
            ),
            Is.EqualTo(sentences)
        );
    }

    [Test]
    public async Task A_cut_answer_is_a_lower_bound()
    {
        Metered(Call(1_000, 3) with { Complete = false, Outcome = CallOutcome.Broken });
        Billed(new AdminUse(At, Opus) { Input = 1_000, Output = 80 });

        var result = await CompareAsync();

        Assert.That(result.ExitCode, Is.EqualTo(6));
        Assert.That(Sentence(result, Cause.CutAnswers), Does.StartWith("1 answer was cut"));
    }

    [Test]
    public async Task Runs_far_apart_are_compared_in_their_own_minutes()
    {
        var early = _place.Ledger("early", "p1", Call(1_000, 0));
        var late = _place.Ledger("late", "p2", Call(2_000, 0) with { Time = At.AddHours(9) });
        Billed(
            new AdminUse(At, Opus) { Input = 1_000 },
            new AdminUse(At.AddHours(4), Opus) { Input = 77 },
            new AdminUse(At.AddHours(9), Opus) { Input = 2_000 }
        );

        var result = await CompareAsync(
            runs:
            [
                [early],
                [late],
            ]
        );

        Assert.That(result.Metered.Periods, Has.Count.EqualTo(2));
        Assert.That(result.ExitCode, Is.Zero, Text(result));
    }

    private LedgerEntry Call(long input, long output) =>
        _place.Call("Shop.A", 0) with
        {
            Usage =
            [
                new()
                {
                    Model = Opus,
                    InputTokens = input,
                    OutputTokens = output,
                },
            ],
        };

    private void Metered(params LedgerEntry[] calls) => _place.Ledger("run", "p1", calls);

    private void Billed(params AdminUse[] uses) => _server.Account.Uses.AddRange(uses);

    private async Task<Reconciliation> CompareAsync(
        string[]? workspaces = null,
        string[]? keys = null,
        decimal tolerance = 0m,
        decimal discount = 0m,
        IReadOnlyList<string>[]? runs = null
    )
    {
        var pace = new BillPace { Clock = new FixedClock(_now) };
        using var reader = new BillReader(
            AdminAddress.Parse(_server.BaseUrl),
            AdminKey.Parse(_server.Account.AdminKey),
            pace
        );
        var metered = MeteredUse.From(
            Budget.Empty,
            runs
                ??
                [
                    [_place.PathOf("run")],
                ],
            workspaces ?? []
        );
        return await new Reconciler(reader, pace).CompareAsync(
            metered,
            new BillQuestion
            {
                Period = new(DateTimeOffset.MinValue, DateTimeOffset.MaxValue),
                Workspaces = workspaces ?? [],
                Keys = keys ?? [],
            },
            tolerance,
            discount,
            default
        );
    }

    private static string Sentence(Reconciliation result, Cause cause) =>
        result.Explanations.Single(one => one.Cause == cause).Text;

    private static string Text(Reconciliation result) =>
        string.Join('\n', result.Lines.Select(line => line.ToString()))
        + string.Join('\n', result.Explanations);

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
