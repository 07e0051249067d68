using System.Text;
using System.Text.Json;
using CiBudget.Json;
using CiBudget.Replay;
using CiBudget.Text;

namespace CiBudget.Tool;

/// <summary>What a served scenario says: where it is, each request, and at the end how many there were. With <c>--json</c>, one object a line.</summary>
internal sealed class ReplayLog(TextWriter output, bool json, bool several)
{
    private readonly object _lock = new();

    /// <summary>Says where a scenario is, and from then on each of its requests.</summary>
    public void Begin(ReplayEndpoint endpoint)
    {
        var url = endpoint.BaseUrl.ToString().TrimEnd('/');
        // A line that a shell can read as it is, also where several are served.
        Line(
            json
                ? Format(new { scenario = endpoint.Scenario.Name, baseUrl = url })
                : $"ANTHROPIC_BASE_URL={url}"
                    + (several ? $" # {SafeText.Line(endpoint.Scenario.Name)}" : "")
        );
        endpoint.Called += call => Line(json ? Format(Json(endpoint, call)) : Text(endpoint, call));
    }

    /// <summary>Says how many requests there were.</summary>
    public void End(ReplayEndpoint endpoint)
    {
        var calls = endpoint.Calls;
        Line(
            json
                ? Format(
                    new
                    {
                        scenario = endpoint.Scenario.Name,
                        attempts = calls.Total,
                        retries = calls.Retries().Count,
                        afterFailure = calls.AfterFailure().Count,
                        unmatched = calls.Unmatched().Count,
                    }
                )
                : $"{SafeText.Line(endpoint.Scenario.Name)}: {Summary(calls)}"
        );
    }

    /// <summary><c>3 attempts, 2 of them retries, 2 after the first failure</c>.</summary>
    public static string Summary(ReplayCalls calls)
    {
        var text = new StringBuilder(Amount.Counted(calls.Total, "attempt"));
        Append(text, calls.Retries().Count, " of them marked as retries");
        Append(text, calls.AfterFailure().Count, " after the first failure");
        Append(text, calls.Unmatched().Count, " that no step answers");
        return text.ToString();
    }

    private static void Append(StringBuilder text, int count, string what)
    {
        if (count > 0)
            text.Append(", ").Append(Amount.Plain(count)).Append(what);
    }

    private string Text(ReplayEndpoint endpoint, ReplayCall call)
    {
        var text = new StringBuilder();
        if (several)
            text.Append(endpoint.Scenario.Name).Append(": ");
        text.Append(call.Method).Append(' ').Append(call.Path);
        if (call.Model is not null)
            text.Append(' ').Append(call.Model);
        if (call.Stream)
            text.Append(" stream");
        if (call.Attempt > 0)
            text.Append(" retry ").Append(Amount.Plain(call.Attempt));
        text.Append(' ').Append(call.Status is { } status ? Amount.Plain(status) : "no answer");
        if (call.Failed && call.Status < 400)
            text.Append(" and breaks");
        if (call.Step is null)
            text.Append(" no step answers it");
        // What a client sent must not become a command of the terminal or the build agent.
        return SafeText.Line(text.ToString());
    }

    private static object Json(ReplayEndpoint endpoint, ReplayCall call) =>
        new
        {
            scenario = endpoint.Scenario.Name,
            time = call.Time,
            method = call.Method,
            path = call.Path,
            model = call.Model,
            stream = call.Stream,
            attempt = call.Attempt,
            status = call.Status,
            failed = call.Failed,
            step = call.Step + 1,
        };

    private static string Format(object line) =>
        JsonOutput.Harmless(JsonSerializer.Serialize(line, JsonOutput.OneLine));

    // Each line is there at once: who waits for it may be a script.
    private void Line(string text)
    {
        lock (_lock)
        {
            output.Write(text + "\n");
            output.Flush();
        }
    }
}
