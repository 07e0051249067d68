using System.Globalization;
using CiBudget.Text;

namespace CiBudget.Replay;

/// <summary>What stands after the question mark of a scenario's name.</summary>
internal sealed class ScenarioParameters
{
    private static readonly string[] Known =
    [
        .. UsageKeys.Counters,
        "model",
        "text",
        "failure",
        "delayMs",
        "paceMs",
        "retryAfter",
    ];

    private readonly List<(string Name, string Value)> _list = [];

    private ScenarioParameters() { }

    public static ScenarioParameters Parse(string query)
    {
        var parameters = new ScenarioParameters();
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? pair : pair[..equals];
            if (!Known.Contains(name))
                throw ScenarioException.Unknown(
                    $"A scenario has no parameter '{name}'.{NearestName.Hint(name, Known)} It may have: {string.Join(", ", Known)}."
                );

            if (equals < 0)
                throw ScenarioException.Unknown(
                    $"The parameter '{name}' needs a value, as in '{name}=1'."
                );

            parameters._list.Add((name, Uri.UnescapeDataString(pair[(equals + 1)..])));
        }
        return parameters;
    }

    public Scenario Apply(string name) =>
        _list
            .Where(static p => p.Name != "failure")
            .Aggregate(Base(name), (scenario, p) => Apply(scenario, p.Name, p.Value));

    private Scenario Base(string name)
    {
        var failure = _list
            .Where(static p => p.Name == "failure")
            .Select(static p => p.Value)
            .LastOrDefault();
        return failure is null
            ? ScenarioCatalogue.Named(name)
            : Sequences.TryMake(name, Failures.OfStatus(failure))
                ?? throw ScenarioException.Unknown(
                    $"Only 'fail-N-then-recover' and 'every-Nth-fails' take 'failure'; '{name}' does not."
                );
    }

    private static Scenario Apply(Scenario scenario, string name, string value) =>
        name switch
        {
            "model" => Replies(scenario, name, reply => reply with { Model = value }),
            "text" => Replies(
                scenario,
                name,
                reply => reply with { Content = [new TextBlock(value)] }
            ),
            "paceMs" => Replies(
                scenario,
                name,
                reply => reply with { Pace = TimeSpan.FromMilliseconds(Number(name, value)) }
            ),
            "delayMs" => Steps(
                scenario,
                step => step with { Delay = TimeSpan.FromMilliseconds(Number(name, value)) }
            ),
            "retryAfter" => Steps(
                scenario,
                step => step.Status >= 400 ? RetryAfter(step, Number(name, value)) : step
            ),
            _ => Replies(
                scenario,
                name,
                reply =>
                    reply with
                    {
                        Usage = UsageKeys.With(reply.Usage, name, Number(name, value)),
                    }
            ),
        };

    private static Scenario Replies(
        Scenario scenario,
        string name,
        Func<ClaudeReply, ClaudeReply> change
    )
    {
        if (!scenario.Steps.Any(static step => step.Body is ReplyBody))
            throw ScenarioException.Unknown(
                $"Scenario '{scenario.Name}' has no successful answer, so it takes no '{name}'."
            );

        return Steps(
            scenario,
            step =>
                step.Body is ReplyBody body
                    ? step with
                    {
                        Body = StepBody.Reply(change(body.Content)),
                    }
                    : step
        );
    }

    private static Scenario Steps(Scenario scenario, Func<ScenarioStep, ScenarioStep> change) =>
        scenario with
        {
            Steps = [.. scenario.Steps.Select(change)],
        };

    private static ScenarioStep RetryAfter(ScenarioStep step, long seconds) =>
        step with
        {
            Headers = new Dictionary<string, string?>(
                step.Headers,
                StringComparer.OrdinalIgnoreCase
            )
            {
                ["retry-after"] = seconds.ToString(CultureInfo.InvariantCulture),
            },
        };

    private static long Number(string name, string value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number <= 1_000_000_000_000
            ? number
            : throw ScenarioException.Unknown(
                $"The parameter '{name}' must be a whole number, not '{value}'."
            );
}
