using System.CommandLine;
using System.Diagnostics;
using CiBudget.Json;
using CiBudget.Replay;
using CiBudget.Tables;
using CiBudget.Text;

namespace CiBudget.Tool.Commands;

/// <summary>Runs a program of any language against a scenario and checks how often it called.</summary>
internal static class ReplayExpectCommand
{
    public static Command Create()
    {
        var scenario = ScenarioArgument.One();
        var attempts = NumberOption.Create(
            "--attempts",
            "How many HTTP attempts the program must make, retries included.",
            least: 0
        );
        var afterFailure = NumberOption.Create(
            "--after-failure",
            "How many attempts at most may follow the first failure.",
            least: 0
        );
        var program = new Argument<string[]>("COMMAND")
        {
            Description =
                "The program and its arguments, after --. It gets ANTHROPIC_BASE_URL and a made-up ANTHROPIC_API_KEY.",
            Arity = ArgumentArity.OneOrMore,
        };
        return new DocumentedCommand(
            "expect",
            "Run a program against a scenario, and fail unless it ends well and calls as often as expected.",
            "cibudget replay expect payment-required --attempts 1 -- npm test",
            "cibudget replay expect succeed-2-then-402 --after-failure 0 -- python app.py"
        )
        {
            attempts,
            afterFailure,
            scenario,
            program,
        }.Does(
            async (parsed, cancel) =>
            {
                var most = parsed.GetValue(afterFailure);
                var exactly = parsed.GetValue(attempts);
                if (most is null && exactly is null)
                    throw new UsageException(
                        "nothing is expected: give --attempts, --after-failure or both."
                    );
                await using var server = await ReplayServer
                    .StartAsync(cancellationToken: cancel)
                    .ConfigureAwait(false);
                using var endpoint = server.Add(Scenario.Find(parsed.GetValue(scenario)!), "");
                var exit = await RunAsync(parsed.GetValue(program)!, endpoint.BaseUrl, cancel)
                    .ConfigureAwait(false);
                var calls = endpoint.Calls;
                List<string> faults = [];
                if (exit != 0)
                    faults.Add($"the program ended with exit code {Amount.Plain(exit)}");
                if (exactly is { } n && calls.Total != n)
                    faults.Add($"{Amount.Counted(n, "attempt")} expected");
                if (most is { } m && calls.AfterFailure().Count > m)
                    faults.Add($"{Amount.Plain(m)} at most expected after the first failure");
                Terminal.Write(
                    parsed.GetValue(CommandLine.Json),
                    () =>
                        new
                        {
                            scenario = endpoint.Scenario.Name,
                            asExpected = faults.Count == 0,
                            attempts = calls.Total,
                            retries = calls.Retries().Count,
                            afterFailure = calls.AfterFailure().Count,
                            unmatched = calls.Unmatched().Count,
                            faults,
                        },
                    page =>
                        page.Paragraph(
                            $"{endpoint.Scenario.Name}: {ReplayLog.Summary(calls)}"
                                + (
                                    faults.Count == 0
                                        ? ", as expected"
                                        : $"; {string.Join("; ", faults)}"
                                )
                                + ".",
                            2,
                            faults.Count == 0 ? Tone.Good : Tone.Bad
                        )
                );
                return faults.Count == 0 ? ExitCodes.Good : ExitCodes.NotAsExpected;
            }
        );
    }

    private static async Task<int> RunAsync(string[] program, Uri url, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(program[0], program[1..]);
        start.Environment["ANTHROPIC_BASE_URL"] = url.ToString().TrimEnd('/');
        // No real key goes to a server that is none of Claude's.
        start.Environment["ANTHROPIC_API_KEY"] = "replay";
        start.Environment.Remove("ANTHROPIC_AUTH_TOKEN");
        try
        {
            using var process = Process.Start(start)!;
            try
            {
                await process.WaitForExitAsync(cancel).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }
            return process.ExitCode;
        }
        catch (Win32Exception e)
        {
            throw new UsageException($"'{program[0]}' cannot be started: {e.Message}");
        }
    }
}
