using System.Text.Json;
using CiBudget.Json;
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

    public Budget Read(JsonTree json, string path)
    {
        foreach (var value in json.AsObject(Example, BudgetKeys.Root, BudgetKeys.LimitHint).Items)
            Section(value);
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

    private void Section(JsonTree json)
    {
        switch (json.Name)
        {
            case "$schema":
                json.AsString("the path of cibudget.schema.json");
                break;
            case "run":
                Group(json, LimitScope.Run, null);
                break;
            case "test":
                Group(json, LimitScope.EachTest, null);
                break;
            case "tests":
                Patterns(
                    json,
                    LimitScope.Tests,
                    "an object of limits by test name or category such as { \"*.Streaming*\": { \"cost\": \"$0.10\" } }"
                );
                break;
            case "unattributed":
                Group(json, LimitScope.Unattributed, null);
                break;
            case "models":
                Models(json);
                break;
            case "rules":
                Rules(json);
                break;
            case "prices":
                _prices.Read(json);
                break;
            case "shared":
                _budget = _budget with { Shared = SharedReader.Read(json) };
                break;
            case "baseline":
                Baseline(json);
                break;
            default:
                if (!_file.TryRead(json))
                    Single(json);
                break;
        }
    }

    private void Single(JsonTree json) =>
        _budget = json.Name switch
        {
            "replayed" => _budget with { Replayed = json.AsChoice<ReplayedCalls>() },
            "hosts" => _budget with { Hosts = HostsReader.Read(json) },
            "replayHosts" => _budget with { ReplayHosts = HostsReader.ReadReplay(json) },
            "organization" => _budget with
            {
                Organization = json.AsWords("the id of an organization"),
                OrganizationPosition = json.Position,
            },
            "workspace" => _budget with
            {
                Workspace = json.AsWords("the id of a workspace"),
                WorkspacePosition = json.Position,
            },
            "live" => _budget with
            {
                LiveAllowed = json.AsChoice(["allowed", "never"]) == "allowed",
            },
            "onOutage" => _budget with
            {
                InconclusiveOnOutage = json.AsChoice(["inconclusive", "fail"]) == "inconclusive",
            },
            "shards" => _budget with { Shards = Shards(json) },
            var key => throw new InvalidOperationException(
                $"The key '{key}' is listed but not read."
            ),
        };

    private void Group(JsonTree json, LimitScope scope, string? pattern)
    {
        var group = new LimitSettings();
        foreach (var value in json.AsObject(Limits, BudgetKeys.Limits).Items)
        {
            if (group.TryRead(value) || !CamelCase<Metric>.TryParse(value.Name, out var metric))
                continue;
            var limit = new Limit
            {
                Scope = scope,
                Pattern = pattern,
                Metric = metric,
            };
            One(value, limit, group);
        }
    }

    private void One(JsonTree json, Limit limit, LimitSettings group)
    {
        var own = new LimitSettings();
        var max = json;
        if (json.Type == JsonTokenType.StartObject)
        {
            foreach (var value in json.AsObject(Limits, BudgetKeys.Limit).Items)
                own.TryRead(value);
            max = json["max"] ?? throw json.Fault("the limit lacks its number: expected \"max\"");
        }
        _limits.Add((Maximum(max, limit), own, group));
    }

    private static Limit Maximum(JsonTree json, Limit limit) =>
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

    private void Patterns(JsonTree json, LimitScope scope, string expected)
    {
        foreach (var value in json.AsObject(expected).Items)
        {
            if (string.IsNullOrWhiteSpace(value.Name) || value.Name == "category:")
                throw value.Key.Fault("the pattern is empty: write \"*\" for all");
            Group(value, scope, value.Name);
        }
    }

    private void Models(JsonTree json)
    {
        json.AsObject(
            "an object with allow, deny or limits",
            BudgetKeys.Models,
            BudgetKeys.LimitHint
        );
        _budget = _budget with
        {
            AllowedModels = json["allow"] is { } allow ? ModelRules(allow) : _budget.AllowedModels,
            DeniedModels = json["deny"] is { } deny ? ModelRules(deny) : _budget.DeniedModels,
        };
        if (json["limits"] is { } limits)
            Patterns(
                limits,
                LimitScope.Model,
                "an object of limits by model such as { \"claude-opus-*\": { \"cost\": \"$0.20\" } }"
            );
    }

    private static List<ModelRule> ModelRules(JsonTree json) =>
        [
            .. json.AsListOfWords(
                    "an array of model patterns such as [\"claude-haiku-*\"]",
                    "a model pattern such as \"claude-haiku-*\""
                )
                .Select(pattern => new ModelRule(pattern.Text, pattern.Position)),
        ];

    private void Rules(JsonTree json)
    {
        const string expected = "an object of rules such as { \"noCalls\": \"warn\" }";
        var rules = json.AsObject(expected, BudgetKeys.Rules).Items;
        _budget = _budget with
        {
            Rules = rules.ToDictionary(RuleOf, rule => rule.AsChoice<Severity>()),
            RulePositions = rules.ToDictionary(RuleOf, rule => rule.Position),
        };
    }

    private static Rule RuleOf(JsonTree json) => CamelCase<Rule>.Parse(json.Name);

    private void Baseline(JsonTree json)
    {
        json.AsObject("an object such as { \"tolerance\": \"10%\" }", BudgetKeys.Baseline);
        _budget = _budget with
        {
            BaselinePosition = json.Position,
            BaselineTolerance = json["tolerance"]
                ?.Share("a percentage such as \"10%\"", Quantity.MostPercent),
            OnlyNewlyBroken = json["onlyNew"]?.AsBoolean() ?? false,
        };
    }

    private static int Shards(JsonTree json)
    {
        var shards = json.Count();
        return shards is >= 1 and <= 10_000
            ? (int)shards
            : throw json.Expected("a number of shards from 1 to 10000");
    }
}
