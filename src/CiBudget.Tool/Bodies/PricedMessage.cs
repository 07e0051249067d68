namespace CiBudget.Tool.Bodies;

/// <summary>What one recorded message used and cost.</summary>
/// <param name="File">The file that it is in, as named; <c>-</c> for standard input.</param>
/// <param name="Model">The model that served it; null when the body named none.</param>
/// <param name="Usage">The sum of what it reported, unbilled attempts included.</param>
/// <param name="CostUsd">US dollars; null when it is not known.</param>
/// <param name="Complete">False when cost and usage are lower bounds.</param>
/// <param name="Notes">What there is to say of it.</param>
internal sealed record PricedMessage(
    string File,
    string? Model,
    Usage Usage,
    decimal? CostUsd,
    bool Complete,
    IReadOnlyList<string> Notes
)
{
    public static PricedMessage Of(string file, ResponseUsage message, PriceSheet prices)
    {
        var notes = new List<string>();
        if (message.Error is { } error)
            notes.Add(Describe(error));
        var cost =
            message.Parts.Count > 0 ? Price(message, prices, notes) : NoUsage(message, notes);
        if (message.Parts.Count > 0 && !message.Complete)
            notes.Add("lower bound: the answer was cut before its last count");
        return new(
            file,
            message.Model ?? message.Parts.Select(part => part.Model).FirstOrDefault(),
            Usage.Sum(message.Parts),
            cost,
            message.Complete,
            notes
        );
    }

    private static decimal? Price(ResponseUsage message, PriceSheet prices, List<string> notes)
    {
        decimal? sum = 0m;
        foreach (var part in message.Parts)
        {
            var cost = prices.CostOf(part);
            sum += cost.Usd;
            var said = cost.Unpriced is { } reason
                ? cost.Notes.Prepend("unpriced: " + reason)
                : cost.Notes;
            if (part.Unbilled != UnbilledReason.None)
                said = said.Append($"not billed: {Naming.Camel(part.Unbilled)}");
            if (part.Batch)
                said = said.Append("batch price");
            notes.AddRange(said.Except(notes).ToList());
        }
        if (message.Parts.Count > 1)
            notes.Add($"{message.Parts.Count} attempts, each at its own price");
        return sum;
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
            message.Complete
                ? "no usage: this is no answer of the Messages API"
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
