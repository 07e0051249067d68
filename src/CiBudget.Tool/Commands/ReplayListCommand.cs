using System.CommandLine;
using System.Text.Json;
using CiBudget.Replay;

namespace CiBudget.Tool.Commands;

/// <summary>Every scenario of the catalogue in one line.</summary>
internal static class ReplayListCommand
{
    public static Command Create()
    {
        var command = new DocumentedCommand(
            "list",
            "List the scenarios.",
            "cibudget replay list",
            "cibudget replay list --json"
        );
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(CommandLine.Json))
                Terminal.Write(JsonText.Of(Write));
            else
                Terminal.Write(Table);
            return ExitCodes.Good;
        });
        return command;
    }

    private static void Table(ConsolePage page)
    {
        var table = new ConsoleTable { LeftAligned = [0, 1, 2], LeastColumns = 2 };
        table.Add(("Scenario", Tone.Strong), ("how it is known", Tone.Dim), ("", Tone.None));
        foreach (var scenario in ScenarioCatalogue.All)
            table.Add(
                (scenario.Name, Tone.None),
                (Naming.Camel(scenario.Provenance.Kind), Tone.Dim),
                (scenario.Title, Tone.None)
            );
        table.WriteTo(page);
        page.Paragraph(
            "Other numbers work as well: succeed-7-then-card-declined, fail-1-then-recover. So do parameters: 'success?outputTokens=300'.",
            0,
            Tone.Dim
        );
    }

    private static void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var scenario in ScenarioCatalogue.All)
        {
            json.WriteStartObject();
            json.WriteString("name", scenario.Name);
            json.WriteString("title", scenario.Title);
            json.WriteString("provenance", Naming.Camel(scenario.Provenance.Kind));
            json.WriteString("source", scenario.Provenance.Source);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
