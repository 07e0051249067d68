using System.Reflection;

namespace CiBudget.Architecture.Tests;

/// <summary>One place of the code adds counters, and one prices a call: whoever does it again would have to agree for ever.</summary>
internal static class OneArithmetic
{
    /// <summary>Who may ask the sheet for a cost.</summary>
    private static readonly string[] Pricers =
    [
        "PriceSheet",
        // A call that has ended.
        "CallCost",
        // Many usages of a ledger that are alike in price, summed first.
        "UsageBucket",
        // A call that has not left yet.
        "MaxCost",
        // What the same tokens would have cost on another model.
        "ModelUse",
        // One kind of token by itself, to be held against its line of the bill.
        "MeteredUse",
    ];

    /// <summary>Who may ask what a call cost. Everybody else is handed a <c>PricedEntry</c>.</summary>
    private static readonly string[] CallPricers =
    [
        "CallCost",
        "PricedEntry",
        // A body that no ledger holds.
        "PricedMessage",
        "LiveCall",
        // The parts of a call, each for its own model.
        "Waste",
    ];

    /// <summary>Who may make a <c>PricedEntry</c>, so that there is one for each call.</summary>
    private const string EntryPricer = "ClaudeMeter";

    private static readonly string[] Counters =
    [
        "Input",
        "CacheWrite5m",
        "CacheWrite1h",
        "CacheRead",
        "Output",
    ];

    /// <summary>Methods that price, and may not.</summary>
    public static IEnumerable<string> PricingElsewhere(Assembly assembly) =>
        IlCalls
            .Of(assembly)
            .Where(method =>
                !Pricers.Contains(method.Type.Name)
                && method.Calls.Any(call =>
                    call.Name == nameof(PriceSheet.CostOf)
                    && call.DeclaringType?.Name is nameof(PriceSheet) or "CostFormula"
                )
            )
            .Select(Name);

    /// <summary>Methods that price a call or an entry of a ledger, and may not.</summary>
    public static IEnumerable<string> PricingCallsElsewhere(Assembly assembly) =>
        IlCalls
            .Of(assembly)
            .Where(method =>
                (
                    !CallPricers.Contains(method.Type.Name)
                    && method.Calls.Any(call =>
                        call.DeclaringType?.Name == "CallCost" && call.Name is "From" or "OfPart"
                    )
                )
                || (
                    method.Type.Name != EntryPricer
                    && method.Calls.Any(call =>
                        call.DeclaringType?.Name == "PricedEntry" && call.IsConstructor
                    )
                )
            )
            .Select(Name);

    /// <summary>Methods that read three counters or more and add up, and may not.</summary>
    public static IEnumerable<string> AddingElsewhere(Assembly assembly) =>
        IlCalls
            .Of(assembly)
            .Where(method =>
                method.Type.Name != nameof(TokenCounts)
                && method.Adds >= 2
                && method.Calls.Select(CounterOf).OfType<string>().Distinct().Count() >= 3
            )
            .Select(Name);

    private static string? CounterOf(MethodBase call)
    {
        if (
            call.DeclaringType?.Name
                is not (nameof(TokenCounts) or nameof(Usage) or nameof(Totals) or "TestSpend")
            || !call.Name.StartsWith("get_", StringComparison.Ordinal)
        )
            return null;
        var name = call.Name[4..];
        return Array.Find(Counters, counter => name == counter || name == counter + "Tokens");
    }

    private static string Name(IlMethod method) => $"{method.Type.Name}.{method.Name}";
}
