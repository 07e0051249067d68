using System.Text;

namespace CiBudget.Tests;

public sealed class BudgetFileTests
{
    /// <summary>Every key of the grammar once.</summary>
    public const string Whole = """
        {
          "$schema": "./build/schemas/cibudget.schema.json",
          // limits of the run
          "run": {
            "cost": "$0.50", "inputTokens": "1M", "outputTokens": "200k", "cacheWriteTokens": "1.5k",
            "cacheReadTokens": 7, "totalTokens": "12", "calls": 80, "failedCalls": 5, "retries": 10,
            "attemptsPerPrompt": 3, "retryShare": "20%",
            "level": "warn", "warnAt": "75%", "enforce": "soft",
          },
          "test": { "cost": { "max": "$0.05", "level": "error", "warnAt": "90%", "enforce": "stop" } },
          "tests": { "*.Streaming*": { "cost": "$0.10" }, "category:Slow": { "calls": 20 } },
          "models": {
            "allow": ["claude-haiku-*"],
            "deny": ["claude-opus-*", "claude-fable-*"],
            "limits": { "claude-opus-*": { "cost": "$0.20" } }
          },
          "unattributed": { "calls": 0 },
          "replayed": "counted",
          "warnAt": "off", "enforce": "stop",
          "rules": {
            "noCalls": "warn", "unpriced": "off", "missingUsage": "error", "unknownUsage": "warn", "lowerBound": "error",
            "unclosedLedger": "off", "oldPrices": "error", "outage": "warn", "unknownHosts": "off", "offlineCalls": "warn", "refusedCalls": "off", "openBatches": "error", "unusedReplay": "warn"
          },
          "prices": {
            "discount": "15%",
            "models": {
              "my-deployment": { "sameAs": "claude-opus-5-5" },
              "claude-x": {
                "input": "$4", "output": "$20", "cacheWrite5m": "$5", "cacheWrite1h": "$8", "cacheRead": "$0.20",
                "batchMultiplier": 0.5, "usInferenceMultiplier": 1.1,
                "fast": { "input": "$8", "output": "$40", "cacheWrite5m": "$10", "cacheWrite1h": "$16", "cacheRead": "$0.40" },
                "tiers": [ { "abovePromptTokens": "100k", "input": "$5", "output": "$25", "cacheWrite5m": "$6", "cacheWrite1h": "$9", "cacheRead": "$0.30" } ]
              }
            }
          },
          "hosts": ["claude.proxy.test", "http://127.0.0.1:8080/base", "gateway:8443"],
          "organization": "org-1", "workspace": "wrkspc-2",
          "live": "never", "shards": 4, "onOutage": "fail",
          "baseline": { "tolerance": "10%", "onlyNew": true },
          "shared": { "redis": "rediss://redis.test:6380/2", "name": "shop", "onUnavailable": "local", "perDay": { "cost": "$40", "calls": "1k" } }
        }
        """;

    private static Budget Parse(string text) =>
        BudgetFile.Parse(Encoding.UTF8.GetBytes(text), "cibudget.json");

    [Test]
    public void The_shortest_budget_is_one_limit()
    {
        var budget = Parse("""{ "run": { "cost": "$0.50" } }""");

        Assert.That(budget.Limits, Is.EqualTo(new[] { Run(Metric.Cost, 0.50m, 1, 20) }));
        Assert.That(budget.Path, Is.EqualTo("cibudget.json"));
    }

    [Test]
    public void An_empty_object_is_an_empty_budget()
    {
        var budget = Parse("{}");

        Assert.Multiple(() =>
        {
            Assert.That(budget.Limits, Is.Empty);
            Assert.That(budget.AllowedModels, Is.Null);
            Assert.That(budget.LiveAllowed, Is.True);
            Assert.That(budget.InconclusiveOnOutage, Is.True);
            Assert.That(budget.Replayed, Is.EqualTo(ReplayedCalls.Free));
            Assert.That(budget.SeverityOf(Rule.NoCalls), Is.EqualTo(Severity.Error));
            Assert.That(budget.SeverityOf(Rule.OldPrices), Is.EqualTo(Severity.Warn));
        });
    }

    [Test]
    public void Every_limit_keeps_its_scope_number_and_place()
    {
        var limits = Parse(Whole).Limits;

        Limit Group(Metric metric, decimal max, int line, int column) =>
            Run(metric, max, line, column) with
            {
                Severity = Severity.Warn,
                WarnAt = 0.75m,
                Enforce = Enforcement.Soft,
            };
        Limit File(
            LimitScope scope,
            string? pattern,
            Metric metric,
            decimal max,
            int line,
            int column
        ) =>
            new()
            {
                Scope = scope,
                Pattern = pattern,
                Metric = metric,
                Max = max,
                WarnAt = null,
                Enforce = Enforcement.Stop,
                Position = new Position(line, column),
            };
        Assert.That(
            limits,
            Is.EqualTo(
                new[]
                {
                    Group(Metric.Cost, 0.50m, 5, 13),
                    Group(Metric.InputTokens, 1_000_000, 5, 37),
                    Group(Metric.OutputTokens, 200_000, 5, 59),
                    Group(Metric.CacheWriteTokens, 1_500, 5, 87),
                    Group(Metric.CacheReadTokens, 7, 6, 24),
                    Group(Metric.TotalTokens, 12, 6, 42),
                    Group(Metric.Calls, 80, 6, 57),
                    Group(Metric.FailedCalls, 5, 6, 76),
                    Group(Metric.Retries, 10, 6, 90),
                    Group(Metric.AttemptsPerPrompt, 3, 7, 26),
                    Group(Metric.RetryShare, 20, 7, 43),
                    File(LimitScope.EachTest, null, Metric.Cost, 0.05m, 10, 30) with
                    {
                        WarnAt = 0.9m,
                    },
                    File(LimitScope.Tests, "*.Streaming*", Metric.Cost, 0.10m, 11, 40),
                    File(LimitScope.Tests, "category:Slow", Metric.Calls, 20, 11, 79),
                    File(LimitScope.Model, "claude-opus-*", Metric.Cost, 0.20m, 15, 44),
                    File(LimitScope.Unattributed, null, Metric.Calls, 0, 17, 30),
                }
            )
        );
    }

    [Test]
    public void Everything_beside_the_limits_is_read()
    {
        var budget = Parse(Whole);

        Assert.Multiple(() =>
        {
            Assert.That(
                budget.AllowedModels,
                Is.EqualTo(new[] { new ModelRule("claude-haiku-*", new Position(13, 15)) })
            );
            Assert.That(
                budget.DeniedModels,
                Is.EqualTo(
                    new[]
                    {
                        new ModelRule("claude-opus-*", new Position(14, 14)),
                        new ModelRule("claude-fable-*", new Position(14, 31)),
                    }
                )
            );
            Assert.That(budget.Replayed, Is.EqualTo(ReplayedCalls.Counted));
            Assert.That(budget.Discount, Is.EqualTo(0.15m));
            Assert.That(
                budget.Prices.Select(row => row.Model),
                Is.EqualTo(new[] { "claude-x", "my-deployment" })
            );
            Assert.That(
                budget.Hosts,
                Is.EqualTo(
                    new[] { "claude.proxy.test", "http://127.0.0.1:8080/base", "gateway:8443" }
                )
            );
            Assert.That(
                (budget.Organization, budget.OrganizationPosition),
                Is.EqualTo(("org-1", new Position(37, 19)))
            );
            Assert.That(
                (budget.Workspace, budget.WorkspacePosition),
                Is.EqualTo(("wrkspc-2", new Position(37, 41)))
            );
            Assert.That(budget.LiveAllowed, Is.False);
            Assert.That(budget.Shards, Is.EqualTo(4));
            Assert.That(budget.InconclusiveOnOutage, Is.False);
            Assert.That(budget.BaselineTolerance, Is.EqualTo(0.1m));
            Assert.That(budget.OnlyNewlyBroken, Is.True);
            Assert.That(budget.BaselinePosition, Is.EqualTo(new Position(39, 15)));
        });
    }

    [TestCase(Rule.NoCalls, Severity.Warn, 21, 16)]
    [TestCase(Rule.Unpriced, Severity.Off, 21, 36)]
    [TestCase(Rule.MissingUsage, Severity.Error, 21, 59)]
    [TestCase(Rule.UnknownUsage, Severity.Warn, 21, 84)]
    [TestCase(Rule.LowerBound, Severity.Error, 21, 106)]
    [TestCase(Rule.UnclosedLedger, Severity.Off, 22, 23)]
    [TestCase(Rule.OldPrices, Severity.Error, 22, 43)]
    [TestCase(Rule.Outage, Severity.Warn, 22, 62)]
    [TestCase(Rule.UnknownHosts, Severity.Off, 22, 86)]
    [TestCase(Rule.OfflineCalls, Severity.Warn, 22, 109)]
    [TestCase(Rule.RefusedCalls, Severity.Off, 22, 133)]
    [TestCase(Rule.OpenBatches, Severity.Error, 22, 155)]
    [TestCase(Rule.UnusedReplay, Severity.Warn, 22, 180)]
    public void Every_rule_is_read_with_its_place(
        Rule rule,
        Severity severity,
        int line,
        int column
    )
    {
        var budget = Parse(Whole);

        Assert.That(budget.SeverityOf(rule), Is.EqualTo(severity));
        Assert.That(budget.RulePositions[rule], Is.EqualTo(new Position(line, column)));
    }

    [Test]
    public void Prices_are_read_in_full()
    {
        var row = Parse(Whole).Prices[0];

        Assert.Multiple(() =>
        {
            Assert.That(row.Prices, Is.EqualTo(Prices(4, 20, 5, 8, 0.20m)));
            Assert.That(row.Fast, Is.EqualTo(Prices(8, 40, 10, 16, 0.40m)));
            Assert.That(
                row.Tiers,
                Is.EqualTo(new[] { new PriceTier(100_000, Prices(5, 25, 6, 9, 0.30m)) })
            );
            Assert.That(row.BatchMultiplier, Is.EqualTo(0.5m));
            Assert.That(row.UsInferenceMultiplier, Is.EqualTo(1.1m));
        });

        static TokenPrices Prices(
            decimal input,
            decimal output,
            decimal write5m,
            decimal write1h,
            decimal read
        ) =>
            new()
            {
                Input = input,
                Output = output,
                CacheWrite5m = write5m,
                CacheWrite1h = write1h,
                CacheRead = read,
            };
    }

    [Test]
    public void What_the_file_says_for_all_limits_may_stand_after_them()
    {
        var limit = Parse(
            """{ "run": { "calls": 1, "level": "off" }, "enforce": "soft", "warnAt": "50%" }"""
        )
            .Limits.Single();

        Assert.That(
            limit,
            Is.EqualTo(
                Run(Metric.Calls, 1, 1, 21) with
                {
                    Severity = Severity.Off,
                    Enforce = Enforcement.Soft,
                    WarnAt = 0.5m,
                }
            )
        );
    }

    [Test]
    public void What_a_limit_says_of_itself_goes_before_its_group_and_that_before_the_file()
    {
        var limits = Parse(
            """
            {
              "enforce": "off", "warnAt": "50%",
              "run": {
                "calls": { "max": 1, "level": "off", "enforce": "stop", "warnAt": "off" }, "retries": 1,
                "level": "warn", "enforce": "soft", "warnAt": "60%"
              },
              "test": { "calls": 1 }
            }
            """
        ).Limits;

        Assert.That(
            limits.Select(limit => (limit.Severity, limit.Enforce, limit.WarnAt)),
            Is.EqualTo(
                new (Severity, Enforcement, decimal?)[]
                {
                    (Severity.Off, Enforcement.Stop, null),
                    (Severity.Warn, Enforcement.Soft, 0.6m),
                    (Severity.Error, Enforcement.Off, 0.5m),
                }
            )
        );
    }

    // The value of "calls" each time; columns are UTF-16 units and a tab is one.
    [TestCase("{\"run\":{\"calls\":1}}", 1, 17)]
    [TestCase("{\n\t\"run\": {\n\t\t\"calls\": 1\n\t}\n}", 3, 12)]
    [TestCase("{\r\n\"run\":{\r\n\"calls\":1}}", 3, 9)]
    [TestCase("{\r\"run\":{\r\"calls\":1}}", 3, 9)]
    [TestCase("\uFEFF{\"run\":{\"calls\":1}}", 1, 17)]
    [TestCase("/* äöü€ */ {\"run\":{\"calls\":1}}", 1, 28)]
    [TestCase("/* 😀 */ {\"run\":{\"calls\":1}}", 1, 26)]
    [TestCase("// first\n// 😀\n{\"run\":{/* é */\"calls\": /* 漢字 */ 1}}", 3, 34)]
    [TestCase("\n\n\n{\"tests\":{\"😀\":{\"calls\":1}}}", 4, 25)]
    public void A_place_is_where_an_editor_shows_it(string text, int line, int column)
    {
        var expected = new Position(line, column);

        Assert.That(Parse(text).Limits.Single().Position, Is.EqualTo(expected));
    }

    [TestCase("1", 1)]
    [TestCase("10000", 10_000)]
    [TestCase("\"10k\"", 10_000)]
    public void Shards_are_one_to_ten_thousand(string written, int shards) =>
        Assert.That(Parse($$"""{ "shards": {{written}} }""").Shards, Is.EqualTo(shards));

    [Test]
    public void The_words_that_say_what_holds_anyway_are_read_too()
    {
        var budget = Parse(
            """
            {
              "replayed": "free", "live": "allowed", "onOutage": "inconclusive",
              "baseline": { "onlyNew": false },
              "shared": { "redis": "redis://redis.test", "onUnavailable": "refuse", "perDay": { "totalTokens": "2M" }, "perMonth": { "cost": "$400" } }
            }
            """
        );

        Assert.Multiple(() =>
        {
            Assert.That(budget.Replayed, Is.EqualTo(ReplayedCalls.Free));
            Assert.That(budget.LiveAllowed, Is.True);
            Assert.That(budget.InconclusiveOnOutage, Is.True);
            Assert.That(budget.OnlyNewlyBroken, Is.False);
            Assert.That(budget.BaselineTolerance, Is.Null);
            Assert.That(budget.Shared!.LocalWhenUnavailable, Is.False);
            Assert.That(budget.Shared.Name, Is.EqualTo("default"));
            Assert.That(
                budget.Shared.AcrossRuns.Select(limit => (limit.Scope, limit.Metric, limit.Max)),
                Is.EqualTo([
                    (LimitScope.Day, Metric.TotalTokens, 2_000_000m),
                    (LimitScope.Month, Metric.Cost, 400m),
                ])
            );
        });
    }

    [TestCase("https://proxy.test")]
    [TestCase("http://proxy.test/base/path")]
    [TestCase("[::1]:8080")]
    public void A_host_or_a_base_url_is_a_host(string host) =>
        Assert.That(Parse($$"""{ "hosts": ["{{host}}"] }""").Hosts, Is.EqualTo(new[] { host }));

    private static Limit Run(Metric metric, decimal max, int line, int column) =>
        new()
        {
            Scope = LimitScope.Run,
            Metric = metric,
            Max = max,
            Position = new Position(line, column),
        };
}
