using CiBudget.Checking;
using CiBudget.Json;
using CiBudget.Pricing;
using CiBudget.Tables;
using CiBudget.Text;
using CiBudget.Tokens;

namespace CiBudget.Tool.Bodies;

/// <summary>Priced messages as a table, and as JSON.</summary>
internal static class PriceText
{
    public static object Json(PricedMessage message) =>
        new
        {
            file = message.File,
            model = message.Model,
            region = message.Region,
            usage = TokenKind.All.ToDictionary(
                kind => kind.Counter,
                kind => kind.Get(message.Usage)
            ),
            costUsd = message.CostUsd,
            complete = message.Complete,
            repeated = message.Repeated,
            notes = message.Notes,
        };

    public static void Table(ConsolePage page, IReadOnlyList<PricedMessage> messages)
    {
        TableColumn<PricedMessage>[] region = messages.Any(message => message.Region is not null)
            ? [new("Region", message => new(message.Region ?? ""))]
            : [];
        ConsoleTable.Write(
            page,
            Tables.Table.Create(
                "",
                messages,
                [
                    new("File", message => new(message.File)),
                    new("Model", message => new(message.Model ?? "")),
                    new("Cost", Cost, Figure: true),
                    .. region,
                    new("Input", message => TableCell.Count(message.Usage.Input), Figure: true),
                    new(
                        "Cache write",
                        message => TableCell.Count(message.Usage.CacheWrite),
                        Figure: true
                    ),
                    new(
                        "Cache read",
                        message => TableCell.Count(message.Usage.CacheRead),
                        Figure: true
                    ),
                    new("Output", message => TableCell.Count(message.Usage.Output), Figure: true),
                ],
                kept: 3
            )
        );
        foreach (var message in messages)
        foreach (var note in message.Notes)
            page.Paragraph($"{message.File}: {note}", 2, Tone.Dim);
        if (messages.Count > 1)
            page.Line(("Total: ", Tone.Strong), (Total(messages), Tone.None));
    }

    private static TableCell Cost(PricedMessage message) =>
        message.CostUsd is { } usd
            ? new((message.Complete ? "" : "≥ ") + Amount.Usd(usd))
            : new(Spend.Unpriced, Tone.Bad);

    private static string Total(IReadOnlyList<PricedMessage> messages)
    {
        var unpriced = messages.Count(message => message.CostUsd is null);
        var bound = messages.All(message => message.Complete) ? "" : "≥ ";
        return bound
            + Amount.Usd(messages.Sum(message => message.CostUsd ?? 0m))
            + (
                unpriced == 0
                    ? ""
                    : $" and {Amount.Counted(unpriced, "message")} whose cost is not known"
            );
    }
}
