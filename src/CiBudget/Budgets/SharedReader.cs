using CiBudget.Json;
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

    private static IReadOnlyList<Limit> Limits(
        JsonTree json,
        LimitScope scope,
        IReadOnlyList<string> known
    ) =>
        [
            .. json.AsObject("an object of limits such as { \"cost\": \"$40\" }", known)
                .Items.Select(value => Limit(value, scope, CamelCase<Metric>.Parse(value.Name))),
        ];

    private static Limit Limit(JsonTree json, LimitScope scope, Metric metric) =>
        new()
        {
            Scope = scope,
            Metric = metric,
            Max = metric == Metric.Cost ? json.Usd() : json.Count(),
            Enforce = Enforcement.Stop,
            Position = json.Position,
        };
}
