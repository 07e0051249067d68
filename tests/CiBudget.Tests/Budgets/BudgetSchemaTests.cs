using System.Text;
using System.Text.Json.Nodes;

namespace CiBudget.Tests;

/// <summary>The schema that editors use says the same as the reader.</summary>
public sealed class BudgetSchemaTests
{
    private static readonly JsonNode Schema = JsonNode.Parse(
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "cibudget.schema.json"))
    )!;

    private static readonly SchemaCheck Against = new(Schema);

    // Each object of the grammar: where it stands in the schema, and the reader's keys of it.
    public static readonly TestCaseData[] Objects =
    [
        new("properties", BudgetKeys.Root),
        new("$defs.limits.properties", BudgetKeys.Limits),
        new("$defs.usdLimit.anyOf.1.properties", BudgetKeys.Limit),
        new("$defs.countLimit.anyOf.1.properties", BudgetKeys.Limit),
        new("$defs.percentLimit.anyOf.1.properties", BudgetKeys.Limit),
        new("properties.models.properties", BudgetKeys.Models),
        new("properties.rules.properties", BudgetKeys.Rules),
        new("properties.prices.properties", BudgetKeys.Prices),
        new("$defs.modelPrice.properties", BudgetKeys.ModelPrice),
        new("$defs.tokenPrices.properties", BudgetKeys.TokenPrices),
        new("$defs.tier.properties", BudgetKeys.Tier),
        new("properties.baseline.properties", BudgetKeys.Baseline),
        new("properties.shared.properties", BudgetKeys.Shared),
        new("properties.shared.properties.perDay.properties", BudgetKeys.PerDay),
        new("properties.shared.properties.perMonth.properties", BudgetKeys.PerMonth),
    ];

    [TestCaseSource(nameof(Objects))]
    public void The_schema_has_the_keys_that_the_reader_knows(
        string place,
        IReadOnlyList<string> keys
    )
    {
        Assert.That(At(place).AsObject().Select(property => property.Key), Is.EquivalentTo(keys));
    }

    [TestCaseSource(nameof(Objects))]
    public void Every_key_is_described_with_a_default_or_an_example(
        string place,
        IReadOnlyList<string> keys
    )
    {
        Assert.Multiple(() =>
        {
            foreach (var key in keys)
            {
                var property = At(place)[key]!;
                var target = property["$ref"] is { } reference
                    ? Against.Resolve(reference)
                    : property;
                Assert.That(
                    (string?)(property["description"] ?? target["description"]),
                    Is.Not.Null.And.Not.Empty,
                    key
                );
                Assert.That(
                    new[] { property, target }.Any(node =>
                        node["default"] is not null || node["examples"] is not null
                    ) || target["pattern"] is not null,
                    key
                );
            }
        });
    }

    [Test]
    public void Words_are_those_that_the_reader_knows()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Words("$defs.level.enum"), Is.EquivalentTo(CamelCase<Severity>.Names));
            Assert.That(Words("$defs.enforce.enum"), Is.EquivalentTo(CamelCase<Enforcement>.Names));
            Assert.That(
                Words("properties.replayed.enum"),
                Is.EquivalentTo(CamelCase<ReplayedCalls>.Names)
            );
        });
    }

    [TestCase(Rule.NoCalls)]
    [TestCase(Rule.Unpriced)]
    [TestCase(Rule.MissingUsage)]
    [TestCase(Rule.UnknownUsage)]
    [TestCase(Rule.LowerBound)]
    [TestCase(Rule.AssumedLifetime)]
    [TestCase(Rule.UnclosedLedger)]
    [TestCase(Rule.OldPrices)]
    [TestCase(Rule.Outage)]
    [TestCase(Rule.UnknownHosts)]
    [TestCase(Rule.OfflineCalls)]
    [TestCase(Rule.RefusedCalls)]
    [TestCase(Rule.OpenBatches)]
    [TestCase(Rule.UnusedReplay)]
    public void The_default_of_a_rule_is_the_readers(Rule rule)
    {
        var name = CamelCase<Rule>.Names[(int)rule];
        var level = CamelCase<Severity>.Parse(
            (string)At($"properties.rules.properties.{name}.default")!
        );

        Assert.That(level, Is.EqualTo(Budget.Empty.SeverityOf(rule)));
    }

    // Both must read it.
    [TestCase(BudgetFileTests.Whole)]
    [TestCase("{}")]
    [TestCase("""{ "run": { "cost": "$0.50" } }""")]
    [TestCase("""{ "run": { "calls": "1.5M", "warnAt": "off" }, "warnAt": "80%" }""")]
    [TestCase(
        """{ "run": { "cost": { "max": "$1", "level": "off" }, "retryShare": { "max": "5%" } } }"""
    )]
    [TestCase("""{ "models": { "allow": [] } }""")]
    public void What_is_valid_is_valid_to_both(string text)
    {
        Assert.That(Against.Fault(Json(text)), Is.Null);
        Assert.That(
            () => BudgetFile.Parse(Encoding.UTF8.GetBytes(text), "cibudget.json"),
            Throws.Nothing
        );
    }

    // Both must refuse it.
    [TestCase("""[]""")]
    [TestCase("""{ "rnu": {} }""")]
    [TestCase("""{ "run": [] }""")]
    [TestCase("""{ "run": { "cost": 1 } }""")]
    [TestCase("""{ "run": { "cost": "1" } }""")]
    [TestCase("""{ "run": { "cost": "$1,000" } }""")]
    [TestCase("""{ "run": { "cost": { "level": "warn" } } }""")]
    [TestCase("""{ "run": { "cost": { "max": "$1", "min": "$0" } } }""")]
    [TestCase("""{ "run": { "calls": -1 } }""")]
    [TestCase("""{ "run": { "calls": 1.5 } }""")]
    [TestCase("""{ "run": { "calls": "5K" } }""")]
    [TestCase("""{ "run": { "calls": "$5" } }""")]
    [TestCase("""{ "run": { "calls": null } }""")]
    [TestCase("""{ "run": { "retryShare": 20 } }""")]
    [TestCase("""{ "run": { "level": "warning" } }""")]
    [TestCase("""{ "test": { "enforce": "hard" } }""")]
    [TestCase("""{ "tests": { "": {} } }""")]
    [TestCase("""{ "tests": { "*": 1 } }""")]
    [TestCase("""{ "models": { "deny": ["a", "a"] } }""")]
    [TestCase("""{ "models": { "deny": [1] } }""")]
    [TestCase("""{ "warnAt": "on" }""")]
    [TestCase("""{ "rules": { "noCall": "off" } }""")]
    [TestCase("""{ "prices": { "models": { "m": {} } } }""")]
    [TestCase("""{ "prices": { "models": { "m*": { "input": "$1" } } } }""")]
    [TestCase("""{ "prices": { "models": { "m": { "batchMultiplier": 0 } } } }""")]
    [TestCase("""{ "prices": { "models": { "m": { "tiers": [{}] } } } }""")]
    [TestCase("""{ "hosts": ["a b"] }""")]
    [TestCase("""{ "live": true }""")]
    [TestCase("""{ "shards": 0 }""")]
    [TestCase("""{ "shared": { "redis": "localhost:6379" } }""")]
    [TestCase("""{ "shared": { "perDay": { "cost": 40 } } }""")]
    [TestCase("""{ "shared": { "perDay": { "retryShare": "5%" } } }""")]
    [TestCase("""{ "shared": { "perMonth": { "cost": 400 } } }""")]
    [TestCase("""{ "shared": { "perMonth": { "calls": 400 } } }""")]
    [TestCase("""{ "shared": { "onUnavailable": "fail" } }""")]
    [TestCase("""{ "shards": 1.5 }""")]
    [TestCase("""{ "baseline": { "onlyNew": "yes" } }""")]
    public void What_is_wrong_is_wrong_to_both(string text)
    {
        Assert.That(Against.Fault(Json(text)), Is.Not.Null);
        Assert.That(
            () => BudgetFile.Parse(Encoding.UTF8.GetBytes(text), "cibudget.json"),
            Throws.InstanceOf<BudgetFileException>()
        );
    }

    [Test]
    public void Every_example_of_the_schema_is_valid()
    {
        Assert.Multiple(() =>
        {
            foreach (var node in SchemaCheck.Walk(Schema))
            {
                foreach (
                    var example in (node["examples"] as JsonArray ?? [])
                        .Append(node["default"])
                        .OfType<JsonNode>()
                )
                    Assert.That(Against.Fault(example, node), Is.Null, example.ToJsonString());
            }
        });
    }

    private static JsonNode At(string place) =>
        place
            .Split('.')
            .Aggregate(
                Schema,
                (node, step) =>
                    node is JsonArray array
                        ? array[int.Parse(step, null)]!
                        : node[step] ?? throw new KeyNotFoundException(place)
            );

    private static IEnumerable<string> Words(string place) =>
        At(place).AsArray().Select(word => (string)word!);

    private static JsonNode? Json(string text) =>
        JsonNode.Parse(
            text,
            documentOptions: new()
            {
                CommentHandling = System.Text.Json.JsonCommentHandling.Skip,
                AllowTrailingCommas = true,
            }
        );
}
