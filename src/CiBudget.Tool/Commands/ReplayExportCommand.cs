using System.CommandLine;
using CiBudget.Replay;
using CiBudget.Tables;
using CiBudget.Tokens;

namespace CiBudget.Tool.Commands;

/// <summary>Scenarios as files of other mock servers.</summary>
internal static class ReplayExportCommand
{
    private const string WireMock = "wiremock";
    private const string WireMockNet = "wiremock-net";

    public static Command Create()
    {
        var directory = new Argument<string>("DIR")
        {
            Description = "The folder to write to, one file for each scenario.",
        };
        var scenarios = ScenarioArgument.Many(ArgumentArity.ZeroOrMore);
        scenarios.Description += " Default: the whole catalogue.";
        var format = new Option<string>("--format")
        {
            Description = "The server that will read them: WireMock (Java) or WireMock.Net.",
            Required = true,
        };
        format.AcceptOnlyFromAmong(WireMock, WireMockNet);
        var prefix = new Option<bool>("--prefix")
        {
            Description =
                "Put each scenario under a path of its own, /NAME, as 'replay serve' does, so that one server can hold them all.",
        };
        return new DocumentedCommand(
            "export",
            "Write scenarios as mappings of WireMock or WireMock.Net. What a format cannot say is refused, not bent.",
            "cibudget replay export --format wiremock mappings payment-required",
            "cibudget replay export --format wiremock-net mappings --prefix"
        )
        {
            format,
            prefix,
            directory,
            scenarios,
        }.Does(parsed =>
        {
            var named = parsed.GetValue(scenarios) ?? [];
            var chosen = named.Length > 0 ? named.Select(Scenario.Find) : ScenarioCatalogue.All;
            if (named.Length != 1 && !parsed.GetValue(prefix))
                throw new UsageException(
                    "several scenarios on one path hide each other: add --prefix, which puts each under /NAME, or name one."
                );
            var exported = chosen
                .Select(scenario =>
                    Export(
                        scenario,
                        parsed.GetValue(format)!,
                        parsed.GetValue(prefix) ? scenario.Name : ""
                    )
                )
                .ToList();
            foreach (var file in exported.Where(file => !file.Refused))
                AtomicFile.Write(
                    Path.Combine(parsed.GetValue(directory)!, file.FileName),
                    file.Json!
                );
            Terminal.Write(
                parsed.GetValue(CommandLine.Json),
                () =>
                    exported.Select(file => new
                    {
                        file = file.FileName,
                        written = !file.Refused,
                        notes = file.Notes,
                    }),
                page => List(page, exported)
            );
            // Asked for by name and not written is a fault; left out of the whole catalogue is said only.
            return named.Length > 0 && exported.Exists(file => file.Refused)
                ? ExitCodes.Usage
                : ExitCodes.Good;
        });
    }

    private static ExportedScenario Export(Scenario scenario, string format, string prefix) =>
        format == WireMock
            ? WireMockExport.Export(scenario, prefix)
            : WireMockNetExport.Export(scenario, prefix);

    private static void List(ConsolePage page, List<ExportedScenario> exported)
    {
        foreach (var file in exported)
        {
            page.Line(
                (file.FileName, Tone.None),
                (file.Refused ? " refused" : " written", file.Refused ? Tone.Bad : Tone.Good)
            );
            foreach (var note in file.Notes)
                page.Paragraph("  " + note, 4, Tone.Dim);
        }
    }
}
