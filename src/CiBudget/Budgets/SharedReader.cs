using CiBudget.Json;
using CiBudget.Pricing;
using CiBudget.Text;
using CiBudget.Tokens;

namespace CiBudget.Budgets;

/// <summary>Reads <c>"shared"</c>.</summary>
internal static class SharedReader
{
    public static SharedLimits Read(ref JsonCursor json)
    {
        var shared = new SharedLimits();
        var keys = json.Object("an object such as { \"perDay\": { \"cost\": \"$40\" } }");
        shared = shared with { Position = json.Position };
        while (json.Next(keys, BudgetKeys.Shared, out var key))
            shared = key switch
            {
                "redis" => shared with { Redis = Address(ref json) },
                "name" => shared with { Name = json.Words("a name such as \"my-repository\"") },
                "onUnavailable" => shared with
                {
                    LocalWhenUnavailable = json.Choice(["refuse", "local"]) == "local",
                },
                "perMonth" => shared with
                {
                    PerMonth = Limits(ref json, LimitScope.Month, BudgetKeys.PerMonth),
                },
                _ => shared with { PerDay = Limits(ref json, LimitScope.Day, BudgetKeys.PerDay) },
            };
        return shared;
    }

    // A fault must not repeat what was written: it may hold a password.
    private static string Address(ref JsonCursor json)
    {
        const string Expected =
            "an address such as \"redis://host:6379/0\" or \"rediss://host:6380/0\"";
        var address = json.String(Expected);
        return
            Uri.TryCreate(address, UriKind.Absolute, out var uri)
            && uri.Scheme is "redis" or "rediss"
            && uri.Host.Length > 0
            ? address
            : throw json.Fault("expected " + Expected);
    }

    private static List<Limit> Limits(
        ref JsonCursor json,
        LimitScope scope,
        IReadOnlyList<string> known
    )
    {
        var limits = new List<Limit>();
        var keys = json.Object("an object of limits such as { \"cost\": \"$40\" }");
        while (json.Next(keys, known, out var key))
        {
            var metric = CamelCase<Metric>.Parse(key);
            limits.Add(
                new Limit
                {
                    Scope = scope,
                    Metric = metric,
                    Max = metric == Metric.Cost ? json.Usd() : json.Count(),
                    Enforce = Enforcement.Stop,
                    Position = json.Position,
                }
            );
        }
        return limits;
    }
}
