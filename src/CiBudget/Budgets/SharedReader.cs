using CiBudget.Json;
using CiBudget.Pricing;
using CiBudget.Text;
using CiBudget.Tokens;

namespace CiBudget.Budgets;

/// <summary>Reads <c>"shared"</c>.</summary>
internal static class SharedReader
{
    public static SharedLimits Read(JsonTree json)
    {
        const string Expected = "an object such as { \"perDay\": { \"cost\": \"$40\" } }";
        var shared = new SharedLimits { Position = json.Position };
        foreach (var value in json.AsObject(Expected, BudgetKeys.Shared).Items)
            shared = value.Name switch
            {
                "redis" => shared with { Redis = Address(value) },
                "name" => shared with { Name = value.AsWords("a name such as \"my-repository\"") },
                "onUnavailable" => shared with
                {
                    LocalWhenUnavailable = value.AsChoice(["refuse", "local"]) == "local",
                },
                "perMonth" => shared with
                {
                    PerMonth = Limits(value, LimitScope.Month, BudgetKeys.PerMonth),
                },
                _ => shared with { PerDay = Limits(value, LimitScope.Day, BudgetKeys.PerDay) },
            };
        return shared;
    }

    // A fault must not repeat what was written: it may hold a password.
    private static string Address(JsonTree json)
    {
        const string Expected =
            "an address such as \"redis://host:6379/0\" or \"rediss://host:6380/0\"";
        var address = json.AsString(Expected);
        return
            Uri.TryCreate(address, UriKind.Absolute, out var uri)
            && uri.Scheme is "redis" or "rediss"
            && uri.Host.Length > 0
            ? address
            : throw json.Fault("expected " + Expected);
    }

    private static List<Limit> Limits(JsonTree json, LimitScope scope, IReadOnlyList<string> known)
    {
        var limits = new List<Limit>();
        foreach (
            var value in json.AsObject(
                "an object of limits such as { \"cost\": \"$40\" }",
                known
            ).Items
        )
        {
            var metric = CamelCase<Metric>.Parse(value.Name);
            limits.Add(
                new Limit
                {
                    Scope = scope,
                    Metric = metric,
                    Max = metric == Metric.Cost ? value.Usd() : value.Count(),
                    Enforce = Enforcement.Stop,
                    Position = value.Position,
                }
            );
        }
        return limits;
    }
}
