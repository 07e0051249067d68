using CiBudget.Checking;
using CiBudget.Ledger;
using CiBudget.Pricing;
using CiBudget.Tokens;
using CiBudget.Wire;

namespace CiBudget.Tool.Bodies;

/// <summary>What one recorded message used and cost.</summary>
/// <param name="File">The file that it is in, as named; <c>-</c> for standard input.</param>
/// <param name="Model">The model that served it; null when the body named none.</param>
/// <param name="Usage">The sum of what it reported, unbilled attempts included.</param>
/// <param name="CostUsd">US dollars; null when it is not known.</param>
/// <param name="Complete">False when cost and usage are lower bounds.</param>
/// <param name="Repeated">True for a message of a batch result that came before: it costs nothing again.</param>
/// <param name="Notes">What there is to say of it.</param>
internal sealed record PricedMessage(
    string File,
    string? Model,
    TokenCounts Usage,
    decimal? CostUsd,
    bool Complete,
    bool Repeated,
    IReadOnlyList<string> Notes
)
{
    /// <summary>Where it was served, as far as that decides the price; null when it does not, or is not known.</summary>
    public string? Region { get; private init; }

    /// <summary>Prices a message.</summary>
    /// <param name="file">The file that it is in.</param>
    /// <param name="message">What was read.</param>
    /// <param name="requested">What was asked for; nothing when it is not known.</param>
    /// <param name="prices">The prices.</param>
    /// <param name="repeated">True when its batch result had it before.</param>
    public static PricedMessage Create(
        string file,
        ResponseUsage message,
        RequestedModel requested,
        PriceSheet prices,
        bool repeated = false
    )
    {
        var notes = new List<string>();
        if (message.Error is { } error)
            notes.Add(Describe(error));
        var cost = CallCost.From(message.Parts, requested, prices);
        var usd = message.Parts.Count > 0 ? cost.Usd : NoUsage(message, notes);
        if (message.Parts.Count > 0)
            notes.AddRange(NotesOf(message, cost));
        if (repeated)
            notes.Add("repeated: a message of a batch is billed once");
        var model = message.Model ?? message.Parts.Select(part => part.Model).FirstOrDefault();
        return new(
            file,
            model ?? requested.Id,
            cost.Reported,
            repeated ? 0m : usd,
            message.Complete,
            repeated,
            notes
        )
        {
            Region = PriceSheet.PlaceOf(model, requested),
        };
    }

    private static IEnumerable<string> NotesOf(ResponseUsage message, CallCost cost)
    {
        if (cost.Unpriced is { } reason)
            yield return "unpriced: " + reason;
        foreach (var note in cost.Notes ?? [])
            yield return note;
        foreach (var unbilled in message.Parts.Select(part => part.Unbilled).Distinct())
            if (unbilled != UnbilledReason.None)
                yield return $"not billed: {Naming.Camel(unbilled)}";
        if (message.Parts.Any(part => part.Batch))
            yield return "batch price";
        if (message.Parts.Count > 1)
            yield return $"{message.Parts.Count} attempts or messages, each at its own price";
        if (!message.Complete)
            yield return "lower bound: the answer was cut before its last count";
    }

    /// <summary>An error costs nothing. A body that is neither an answer nor an error is not known to be free.</summary>
    private static decimal? NoUsage(ResponseUsage message, List<string> notes)
    {
        if (message.Error is not null && message.Complete)
            return 0m;
        if (message is { BatchResult: true, Complete: true, MessageId: null, Model: null })
        {
            notes.Add("no message in this result (canceled or expired): not billed");
            return 0m;
        }
        notes.Add(
            message.UnreadableCounter is { } counter
                ? $"unmeasured: '{counter}' is missing or no whole number from 0"
            : message.Complete ? "no usage: this is no answer of the Messages API"
            : "no usage: the body is cut, or no answer of the Messages API"
        );
        return null;
    }

    private static string Describe(ClaudeError error)
    {
        var code = error.Code is null ? "" : $" ({error.Code})";
        var kind = BillingFailures.IsBilling(error.Kind)
            ? $"billing failure {Naming.Camel(error.Kind)}"
            : Naming.Camel(error.Kind);
        return $"error {error.Type ?? "without a type"}{code}: {kind}";
    }
}
