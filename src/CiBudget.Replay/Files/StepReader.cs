using System.Text.Json;
using CiBudget.Json;

namespace CiBudget.Replay;

/// <summary>Reads one step of a scenario file.</summary>
internal sealed class StepReader(BodySource bodies)
{
    private static readonly string[] Bodies =
    [
        "body",
        "bodyFile",
        "events",
        "lines",
        "reply",
        "play",
    ];

    private static readonly string[] Keys =
    [
        "times",
        "when",
        "delayMs",
        "status",
        "headers",
        "fault",
        .. Bodies,
    ];

    public ScenarioStep Read(JsonTree step)
    {
        step.AsObject("a step such as { \"status\": 402 }", Keys);
        if (step.Present(Bodies) is [_, var second, ..])
            throw step.Fault(
                second,
                $"A step has one body; give only one of: {string.Join(", ", Bodies)}."
            );
        var read = step["play"] is { } play ? Played(step, play) : Own(step);
        var times = step.Int("times", 1, 1_000_000);
        return times == read.Times ? read : read with { Times = times };
    }

    private static ScenarioStep Played(JsonTree step, JsonTree play)
    {
        if (step.Present("status", "fault") is [var name, ..])
            throw step.Fault(
                name,
                $"A step that plays another scenario takes its {name} from there."
            );
        ScenarioStep played;
        try
        {
            played = ScenarioStep.Play(play.AsString("the name of a scenario"));
        }
        catch (ScenarioException e)
        {
            throw play.Fault(e.Fault);
        }
        return played with
        {
            When = step["when"] is { } when ? When(when) : played.When,
            Delay = step["delayMs"] is null ? played.Delay : step.Milliseconds("delayMs"),
            Headers = step["headers"] is { } headers ? Headers(headers) : played.Headers,
        };
    }

    private ScenarioStep Own(JsonTree step)
    {
        var body = Body(step);
        return new ScenarioStep
        {
            When =
                step["when"] is { } when ? When(when)
                : body is ReplyBody ? StepMatch.Messages
                : StepMatch.Any,
            Delay = step.Milliseconds("delayMs"),
            Status = step.Int("status", 200, 599) ?? 200,
            Headers = step["headers"] is { } headers
                ? Headers(headers)
                : new Dictionary<string, string?>(),
            Body = body,
            Fault = step["fault"] is { } fault ? Fault(fault, body) : null,
        };
    }

    private static StepMatch When(JsonTree when)
    {
        when.AsObject(
            "an object such as { \"stream\": true }",
            ["path", "method", "model", "stream"]
        );
        return new StepMatch
        {
            Path = when.Text("path"),
            Method = when.Text("method")?.ToUpperInvariant(),
            Model = when.Text("model"),
            Stream = when["stream"]?.AsBoolean(),
        };
    }

    private static Dictionary<string, string?> Headers(JsonTree json)
    {
        var headers = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in json.AsObject("an object such as { \"retry-after\": \"7\" }").Items)
        {
            var name = header.Name;
            if (
                name.Length == 0
                || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            )
                throw header.Key.Fault($"'{name}' is not the name of a header.");
            if (name.ToLowerInvariant() is "content-length" or "transfer-encoding" or "connection")
                throw header.Key.Fault(
                    $"'{name}' is set by the server; to send less than was promised, use 'fault'."
                );
            if (
                header.Type is not (JsonTokenType.String or JsonTokenType.Null)
                || header.Text.Any(static c => c is < ' ' or > '~')
            )
                throw header.Fault(
                    $"The header '{name}' must be a text of printable ASCII characters, or null to leave it out."
                );
            headers[name] = header.Type == JsonTokenType.Null ? null : header.Text;
        }
        return headers;
    }

    private StepBody Body(JsonTree step) =>
        step.Present(Bodies) switch
        {
            ["body"] => step["body"]! is { Type: JsonTokenType.String } text
                ? StepBody.Text(text.Text)
                : StepBody.Json(CompactJson.Format(step["body"]!)),
            ["bodyFile"] => FromFile(step["bodyFile"]!),
            ["events"] => StepBody.Events([
                .. step["events"]!.AsList("an array of events").Select(Event),
            ]),
            ["lines"] => StepBody.Lines(
                step["lines"]!.AsList("an array of lines").Select(CompactJson.Format)
            ),
            ["reply"] => StepBody.Reply(ReplyReader.Read(step["reply"]!)),
            _ => StepBody.Empty,
        };

    private StepBody FromFile(JsonTree json)
    {
        var name = json.AsString("the name of a file");
        if (bodies(name, out var why) is not { } bytes)
            throw json.Fault(why!);
        return Path.GetExtension(name) switch
        {
            ".sse" => StepBody.Events(EventText.Parse(bytes)),
            ".json" => new FixedBody(bytes, "application/json"),
            ".jsonl" => new FixedBody(bytes, "application/x-jsonl"),
            ".html" => new FixedBody(bytes, "text/html; charset=UTF-8"),
            _ => new FixedBody(bytes, "text/plain; charset=utf-8"),
        };
    }

    private static ScenarioEvent Event(JsonTree json)
    {
        json.AsObject(
            "an event such as { \"data\": { \"type\": \"ping\" } }",
            ["event", "data", "delayMs"]
        );
        var data = json["data"] ?? throw json.Fault("An event needs 'data': an object, or a text.");
        // Claude's events are named for the type of their data.
        var text = data.Type == JsonTokenType.String ? data.Text : CompactJson.Format(data);
        return new(json.Text("event") ?? data["type"]?.Text, text, json.Milliseconds("delayMs"));
    }

    private static StepFault Fault(JsonTree json, StepBody body)
    {
        json.AsObject(
            "an object such as { \"kind\": \"reset\" }",
            ["kind", "afterEvents", "afterBytes", "error", "errorStatus"]
        );
        var kind =
            json["kind"]
            ?? throw json.Fault("A fault needs its 'kind': error, truncate, cut, reset or stall.");
        var fault = new StepFault
        {
            Kind = kind.AsChoice<FaultKind>(),
            AfterEvents = json.Int("afterEvents", 0, 1_000_000),
            AfterBytes = json.Int("afterBytes", 0, int.MaxValue),
        };
        if (fault.AfterEvents is not null && body is FixedBody)
            throw json.Fault(
                "afterEvents",
                "'afterEvents' needs a body of events: 'events', 'reply' or a 'bodyFile' that ends in .sse."
            );
        if (fault.Kind == FaultKind.Error)
            return WithError(fault, json, body);
        if (json.Present("error", "errorStatus") is [var name, ..])
            throw json.Fault(name, $"Only a fault of kind 'error' has '{name}'.");
        return fault is { Kind: FaultKind.Truncate, AfterEvents: null, AfterBytes: null }
            ? throw kind.Fault("A fault of kind 'truncate' needs 'afterEvents' or 'afterBytes'.")
            : fault;
    }

    private static StepFault WithError(StepFault fault, JsonTree json, StepBody body)
    {
        if (body is FixedBody || fault.AfterEvents is null)
            throw json.Fault(
                "kind",
                "A fault of kind 'error' happens in a stream: the step needs 'events' or 'reply', and the fault 'afterEvents'."
            );
        var error =
            json["error"]
            ?? throw json.Fault(
                "A fault of kind 'error' needs 'error': an error body, or the name of a scenario as in \"payment-required\"."
            );
        if (error.Type != JsonTokenType.String)
            return fault with
            {
                Error = CompactJson.Format(error),
                ErrorStatus = json.Int("errorStatus", 400, 599) ?? 500,
            };
        if (json["errorStatus"] is { } status)
            throw status.Fault("The status comes from the scenario that 'error' names.");
        try
        {
            return MidStream.Fault(ScenarioCatalogue.Get(error.Text), fault.AfterEvents.Value);
        }
        catch (ScenarioException e)
        {
            throw error.Fault(e.Fault);
        }
    }
}
