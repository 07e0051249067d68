using System.CommandLine;
using CiBudget.Checking;
using CiBudget.Replay;
using CiBudget.Tables;

namespace CiBudget.Tool.Commands;

/// <summary>Every scenario of the catalogue in one line.</summary>
internal static class ReplayListCommand
{
    public static Command Create() =>
        new DocumentedCommand(
            "list",
            "List the scenarios.",
            "cibudget replay list",
            "cibudget replay list --json"
        ).Does(parsed =>
        {
            Terminal.Write(
                parsed.GetValue(CommandLine.Json),
                () =>
                    ScenarioCatalogue.All.Select(scenario => new
                    {
                        name = scenario.Name,
                        title = scenario.Title,
                        provenance = Naming.Camel(scenario.Provenance.Kind),
                        source = scenario.Provenance.Source,
                    }),
                Table
            );
            return ExitCodes.Good;
        });

    private static void Table(ConsolePage page)
    {
        var width = ScenarioCatalogue.Names.Max(name => name.Length) + 2;
        foreach (var scenario in ScenarioCatalogue.All)
            page.Line(
                (scenario.Name.PadRight(width), Tone.Strong),
                (page.Fit(scenario.Title, width), Tone.None)
            );
        page.Line();
        page.Paragraph(
            "Other numbers work as well: succeed-7-then-card-declined, fail-1-then-recover. So do parameters: 'success?outputTokens=300'. How each is known: cibudget replay show NAME.",
            0,
            Tone.Dim
        );
    }
}
