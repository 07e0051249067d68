using System.Text.Json;
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
    public static string Json(IReadOnlyList<PricedMessage> messages) =>
        JsonOutput.Format(json =>
        {
            json.WriteStartArray();
            foreach (var message in messages)
                Write(json, message);
            json.WriteEndArray();
        });

    public static void Table(ConsolePage page, IReadOnlyList<PricedMessage> messages)
    {
        var table = new ConsoleTable { LeftAligned = [0, 1], LeastColumns = 3 };
        var hasRegion = messages.Any(message => message.Region is not null);
        (string, Tone)[] region = hasRegion ? [("region", Tone.Dim)] : [];
        table.Add([
            ("File", Tone.Strong),
            ("model", Tone.Dim),
            ("cost", Tone.Dim),
            .. region,
            ("input", Tone.Dim),
            ("cache write", Tone.Dim),
            ("cache read", Tone.Dim),
            ("output", Tone.Dim),
        ]);
        foreach (var message in messages)
            table.Add(Row(page, message, hasRegion));
        table.WriteTo(page);
        foreach (var message in messages)
        foreach (var note in message.Notes)
            page.Paragraph($"{page.Clean(message.File)}: {page.Clean(note)}", 2, Tone.Dim);
        if (messages.Count > 1)
            page.Line(("Total: ", Tone.Strong), (Total(page, messages), Tone.None));
    }

    private static (string, Tone)[] Row(ConsolePage page, PricedMessage message, bool hasRegion)
    {
        (string, Tone)[] region = hasRegion ? [(page.Clean(message.Region ?? ""), Tone.None)] : [];
        var usage = message.Usage;
        return
        [
            (page.Clean(message.File), Tone.None),
            (page.Clean(message.Model), Tone.None),
            (Cost(page, message), message.CostUsd is null ? Tone.Bad : Tone.None),
            .. region,
            (Amount.Count(usage.Input), Tone.None),
            (Amount.Count(usage.CacheWrite), Tone.None),
            (Amount.Count(usage.CacheRead), Tone.None),
            (Amount.Count(usage.Output), Tone.None),
        ];
    }

    private static string Cost(ConsolePage page, PricedMessage message) =>
        message.CostUsd is not { } usd
            ? Spend.Unpriced
            : (message.Complete ? "" : page.AtLeast + " ") + Amount.Usd(usd);

    private static string Total(ConsolePage page, IReadOnlyList<PricedMessage> messages)
    {
        var unpriced = messages.Count(message => message.CostUsd is null);
        var bound = messages.All(message => message.Complete) ? "" : page.AtLeast + " ";
        return bound
            + Amount.Usd(messages.Sum(message => message.CostUsd ?? 0m))
            + (
                unpriced == 0
                    ? ""
                    : $" and {Amount.Counted(unpriced, "message")} whose cost is not known"
            );
    }

    private static void Write(Utf8JsonWriter json, PricedMessage message)
    {
        var usage = message.Usage;
        json.WriteStartObject();
        json.WriteString("file", message.File);
        json.WriteString("model", message.Model);
        json.WriteString("region", message.Region);
        json.WriteStartObject("usage");
        foreach (var kind in TokenKind.All)
            json.WriteNumber(kind.Counter, kind.Get(usage));
        json.WriteEndObject();
        json.Number("costUsd", message.CostUsd);
        json.WriteBoolean("complete", message.Complete);
        json.WriteBoolean("repeated", message.Repeated);
        json.Strings("notes", message.Notes);
        json.WriteEndObject();
    }
}
