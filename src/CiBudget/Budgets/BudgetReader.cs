using System.Text.Json;
using CiBudget.Json;
using CiBudget.Pricing;
using CiBudget.Text;
using CiBudget.Tokens;

namespace CiBudget.Budgets;

/// <summary>Reads one budget file, section by section. Used once.</summary>
internal sealed class BudgetReader
{
    private const string Example = "an object such as { \"run\": { \"cost\": \"$0.50\" } }";
    private const string Limits = "an object of limits such as { \"cost\": \"$0.50\" }";

    private readonly LimitSettings _file = new();
    private readonly List<(Limit Limit, LimitSettings Own, LimitSettings Group)> _limits = [];
    private readonly PricesReader _prices = new();
    private Budget _budget = new();

    public Budget Read(ref JsonCursor json, string path)
    {
        if (json.IsBlank)
            throw json.At(Position.None, $"the file is empty: expected {Example}");
        json.Read();
        var keys = json.Object(Example);
        while (json.Next(keys, BudgetKeys.Root, out var key))
            Section(ref json, key);
        // Nothing but comments may follow; the reader refuses the rest.
        json.Read();
        return _budget with
        {
            Path = path,
            Limits =
            [
                .. _limits.Select(read =>
                    LimitSettings.Apply(read.Limit, read.Own, read.Group, _file)
                ),
            ],
            Prices = _prices.Rows,
            Discount = _prices.Discount,
        };
    }

    private void Section(ref JsonCursor json, string key)
    {
        switch (key)
        {
            case "$schema":
                json.String("the path of cibudget.schema.json");
                break;
            case "run":
                Group(ref json, LimitScope.Run, null);
                break;
            case "test":
                Group(ref json, LimitScope.EachTest, null);
                break;
            case "tests":
                Patterns(
                    ref json,
                    LimitScope.Tests,
                    "an object of limits by test name or category such as { \"*.Streaming*\": { \"cost\": \"$0.10\" } }"
                );
                break;
            case "unattributed":
                Group(ref json, LimitScope.Unattributed, null);
                break;
            case "models":
                Models(ref json);
                break;
            case "rules":
                Rules(ref json);
                break;
            case "prices":
                _prices.Read(ref json);
                break;
            case "shared":
                _budget = _budget with { Shared = SharedReader.Read(ref json) };
                break;
            case "baseline":
                Baseline(ref json);
                break;
            default:
                if (!_file.TryRead(ref json, key))
                    Single(ref json, key);
                break;
        }
    }

    private void Single(ref JsonCursor json, string key) =>
        _budget = key switch
        {
            "replayed" => _budget with { Replayed = json.Choice<ReplayedCalls>() },
            "hosts" => _budget with { Hosts = HostsReader.Read(ref json) },
            "replayHosts" => _budget with { ReplayHosts = HostsReader.ReadReplay(ref json) },
            "organization" => _budget with
            {
                Organization = json.Words("the id of an organization"),
                OrganizationPosition = json.Position,
            },
            "workspace" => _budget with
            {
                Workspace = json.Words("the id of a workspace"),
                WorkspacePosition = json.Position,
            },
            "live" => _budget with { LiveAllowed = json.Choice(["allowed", "never"]) == "allowed" },
            "onOutage" => _budget with
            {
                InconclusiveOnOutage = json.Choice(["inconclusive", "fail"]) == "inconclusive",
            },
            "shards" => _budget with { Shards = Shards(ref json) },
            _ => throw new InvalidOperationException($"The key '{key}' is listed but not read."),
        };

    private void Group(ref JsonCursor json, LimitScope scope, string? pattern)
    {
        var group = new LimitSettings();
        var keys = json.Object(Limits);
        while (json.Next(keys, BudgetKeys.Limits, out var key))
        {
            if (!group.TryRead(ref json, key) && CamelCase<Metric>.TryParse(key, out var metric))
                One(
                    ref json,
                    new Limit
                    {
                        Scope = scope,
                        Pattern = pattern,
                        Metric = metric,
                    },
                    group
                );
        }
    }

    private void One(ref JsonCursor json, Limit limit, LimitSettings group)
    {
        var own = new LimitSettings();
        if (json.Token != JsonTokenType.StartObject)
        {
            _limits.Add((Maximum(ref json, limit), own, group));
            return;
        }
        var start = json.Position;
        var keys = json.Object(Limits);
        var given = false;
        while (json.Next(keys, BudgetKeys.Limit, out var key))
        {
            if (own.TryRead(ref json, key))
                continue;
            limit = Maximum(ref json, limit);
            given = true;
        }
        if (!given)
            throw json.At(start, "the limit lacks its number: expected \"max\"");
        _limits.Add((limit, own, group));
    }

    private static Limit Maximum(ref JsonCursor json, Limit limit) =>
        limit with
        {
            Max = limit.Metric switch
            {
                Metric.Cost => json.Usd(),
                Metric.RetryShare => json.Percent("a percentage such as \"20%\"", 100m),
                _ => json.Count(),
            },
            Position = json.Position,
        };

    private void Patterns(ref JsonCursor json, LimitScope scope, string expected)
    {
        var keys = json.Object(expected);
        while (json.Next(keys, out var pattern))
        {
            if (string.IsNullOrWhiteSpace(pattern) || pattern == "category:")
                throw json.Fault("the pattern is empty: write \"*\" for all");
            json.Read();
            Group(ref json, scope, pattern);
        }
    }

    private void Models(ref JsonCursor json)
    {
        var keys = json.Object("an object with allow, deny or limits");
        while (json.Next(keys, BudgetKeys.Models, out var key))
        {
            if (key == "limits")
                Patterns(
                    ref json,
                    LimitScope.Model,
                    "an object of limits by model such as { \"claude-opus-*\": { \"cost\": \"$0.20\" } }"
                );
            else if (key == "allow")
                _budget = _budget with { AllowedModels = ModelRules(ref json) };
            else
                _budget = _budget with { DeniedModels = ModelRules(ref json) };
        }
    }

    private static List<ModelRule> ModelRules(ref JsonCursor json)
    {
        var rules = new List<ModelRule>();
        var seen = new Dictionary<string, Position>(StringComparer.Ordinal);
        json.Array("an array of model patterns such as [\"claude-haiku-*\"]");
        while (json.NextItem())
        {
            var pattern = json.Words("a model pattern such as \"claude-haiku-*\"");
            json.Once(seen, pattern);
            rules.Add(new ModelRule(pattern, json.Position));
        }
        return rules;
    }

    private void Rules(ref JsonCursor json)
    {
        var severities = new Dictionary<Rule, Severity>();
        var positions = new Dictionary<Rule, Position>();
        var keys = json.Object("an object of rules such as { \"noCalls\": \"warn\" }");
        while (json.Next(keys, BudgetKeys.Rules, out var key))
        {
            var rule = CamelCase<Rule>.Parse(key);
            severities[rule] = json.Choice<Severity>();
            positions[rule] = json.Position;
        }
        _budget = _budget with { Rules = severities, RulePositions = positions };
    }

    private void Baseline(ref JsonCursor json)
    {
        _budget = _budget with { BaselinePosition = json.Position };
        var keys = json.Object("an object such as { \"tolerance\": \"10%\" }");
        while (json.Next(keys, BudgetKeys.Baseline, out var key))
        {
            if (key == "tolerance")
                _budget = _budget with
                {
                    BaselineTolerance = json.Share(
                        "a percentage such as \"10%\"",
                        Quantity.MostPercent
                    ),
                };
            else
                _budget = _budget with { OnlyNewlyBroken = json.Boolean() };
        }
    }

    private static int Shards(ref JsonCursor json)
    {
        var shards = json.Count();
        return shards is >= 1 and <= 10_000
            ? (int)shards
            : throw json.Expected("a number of shards from 1 to 10000");
    }
}
