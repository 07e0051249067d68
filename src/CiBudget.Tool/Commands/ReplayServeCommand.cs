using System.CommandLine;
using CiBudget.Replay;

namespace CiBudget.Tool.Commands;

/// <summary>A fake Claude on loopback, for programs that are no .NET tests.</summary>
internal static class ReplayServeCommand
{
    public static Command Create()
    {
        var scenarios = ScenarioArgument.Many(ArgumentArity.OneOrMore);
        var port = NumberOption.Of(
            "--port",
            "The port to listen on. Default: any that is free, as 0 says.",
            least: 0,
            most: 65535
        );
        var command = new DocumentedCommand(
            "serve",
            "Serve scenarios on 127.0.0.1 until Ctrl-C, one at the root, several each under a path of its own.",
            "cibudget replay serve payment-required",
            "cibudget replay serve success payment-required --port 8080"
        )
        {
            scenarios,
            port,
        };
        command.SetAction(
            async (parsed, cancel) =>
            {
                var named = parsed.GetValue(scenarios)!;
                var at = parsed.GetValue(port) ?? 0;
                using var server =
                    named.Length == 1 ? ReplayServer.Start(named[0], at) : ReplayServer.Start(at);
                var bases =
                    named.Length == 1
                        ? [(named[0], server.BaseUrl)]
                        : named.Select(name => (name, server.Add(name).BaseUrl)).ToList();
                Say(bases, parsed.GetValue(CommandLine.Json));
                await WaitFor(cancel).ConfigureAwait(false);
                return ExitCodes.Good;
            }
        );
        return command;
    }

    private static void Say(List<(string Name, Uri Url)> bases, bool json)
    {
        if (json)
            Terminal.Write(
                JsonText.Of(writer =>
                {
                    writer.WriteStartArray();
                    foreach (var (name, url) in bases)
                    {
                        writer.WriteStartObject();
                        writer.WriteString("scenario", name);
                        writer.WriteString("baseUrl", Shown(url));
                        writer.WriteEndObject();
                    }
                    writer.WriteEndArray();
                })
            );
        else
            foreach (var (name, url) in bases)
                // A line that a shell can read as it is, also where several are served.
                Terminal.Write(
                    bases.Count == 1
                        ? $"ANTHROPIC_BASE_URL={Shown(url)}\n"
                        : $"ANTHROPIC_BASE_URL={Shown(url)} # {Plain.Line(name)}\n"
                );
        Console.Out.Flush();
    }

    private static string Shown(Uri url) => url.ToString().TrimEnd('/');

    /// <summary>Ctrl-C, or a SIGTERM, is how a server is meant to end, and no failure.</summary>
    private static async Task WaitFor(CancellationToken cancel)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException) { }
    }
}
