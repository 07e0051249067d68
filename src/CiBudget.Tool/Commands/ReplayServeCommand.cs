using System.CommandLine;
using CiBudget.Replay;

namespace CiBudget.Tool.Commands;

/// <summary>A fake Claude on loopback, for programs that are no .NET tests.</summary>
internal static class ReplayServeCommand
{
    public static Command Create()
    {
        var scenarios = ScenarioArgument.Many(ArgumentArity.OneOrMore);
        var port = NumberOption.Create(
            "--port",
            "The port to listen on. Default: any that is free, as 0 says.",
            least: 0,
            most: 65535
        );
        return new DocumentedCommand(
            "serve",
            "Serve scenarios on 127.0.0.1 until Ctrl-C, one at the root, several each under its name, with a line for each request.",
            "cibudget replay serve payment-required",
            "cibudget replay serve success payment-required --port 8080"
        )
        {
            scenarios,
            port,
        }.Does(
            async (parsed, cancel) =>
            {
                var chosen = parsed.GetValue(scenarios)!.Select(Scenario.Find).ToList();
                await using var server = await ReplayServer
                    .StartAsync(parsed.GetValue(port) ?? 0, cancel)
                    .ConfigureAwait(false);
                // Before the first line: who reads it may end the server at once.
                using var end = new EndOfServing(cancel);
                var log = new ReplayLog(
                    Console.Out,
                    parsed.GetValue(CommandLine.Json),
                    chosen.Count > 1
                );
                var endpoints = chosen.ConvertAll(scenario => Add(server, scenario, chosen.Count));
                endpoints.ForEach(log.Begin);
                await end.Reached.ConfigureAwait(false);
                endpoints.ForEach(log.End);
                return ExitCodes.Good;
            }
        );
    }

    /// <summary>Under the path that an export gives it, too; a second scenario of a name gets a number.</summary>
    private static ReplayEndpoint Add(ReplayServer server, Scenario scenario, int of)
    {
        if (of == 1)
            return server.Add(scenario, "");
        for (var i = 1; ; i++)
        {
            var path = i == 1 ? scenario.Name : FormattableString.Invariant($"{scenario.Name}-{i}");
            if (!server.Has(path))
                return server.Add(scenario, path);
        }
    }
}
