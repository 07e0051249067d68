using System.Text.Json;

namespace CiBudget.Replay;

/// <summary>Reads one step of a scenario file.</summary>
internal sealed class StepReader(string path, BodySource bodies)
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

    public ScenarioStep Read(PlacedJson value)
    {
        var step = new Fields(
            value,
            path,
            "a step",
            ["times", "when", "delayMs", "status", "headers", "fault", .. Bodies]
        );
        if (step.Present(Bodies) is [_, var second, ..])
        {
            throw step.Bad(
                second,
                $"A step has one body; give only one of: {string.Join(", ", Bodies)}."
            );
        }
        var read = step.Has("play") ? Played(step) : Own(step);
        var times = (int?)step.Number("times", 1, 1_000_000);
        return times == read.Times ? read : read with { Times = times };
    }

    private ScenarioStep Played(Fields step)
    {
        if (step.Present("status", "fault") is [var name, ..])
        {
            throw step.Bad(
                name,
                $"A step that plays another scenario takes its {name} from there."
            );
        }
        ScenarioStep played;
        try
        {
            played = ScenarioStep.Play(step.Text("play")!);
        }
        catch (ScenarioException e)
        {
            throw step.Bad("play", e.Fault);
        }
        return played with
        {
            When = step.Has("when") ? When(step["when"]!) : played.When,
            Delay = step.Has("delayMs") ? step.Milliseconds("delayMs") : played.Delay,
            Headers = step.Has("headers") ? Headers(step["headers"]!) : played.Headers,
        };
    }

    private ScenarioStep Own(Fields step)
    {
        var body = Body(step);
        return new ScenarioStep
        {
            When =
                step["when"] is { } when ? When(when)
                : body is ReplyBody ? StepMatch.Messages
                : StepMatch.Any,
            Delay = step.Milliseconds("delayMs"),
            Status = (int?)step.Number("status", 200, 599) ?? 200,
            Headers = step["headers"] is { } headers
                ? Headers(headers)
                : new Dictionary<string, string?>(),
            Body = body,
            Fault = step["fault"] is { } fault ? Fault(fault, body, step) : null,
        };
    }

    private StepMatch When(PlacedJson value)
    {
        var when = new Fields(value, path, "'when'", "path", "method", "model", "stream");
        return new StepMatch
        {
            Path = when.Text("path"),
            Method = when.Text("method")?.ToUpperInvariant(),
            Model = when.Text("model"),
            Stream = when.Flag("stream"),
        };
    }

    private Dictionary<string, string?> Headers(PlacedJson value)
    {
        if (value.Type != JsonTokenType.StartObject)
        {
            throw Bad(value.At, "'headers' must be an object, { … }.");
        }
        var headers = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, at, text) in value.Members.Select(static m => (m.Name, m.At, m.Value)))
        {
            if (
                name.Length == 0
                || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            )
            {
                throw Bad(at, $"'{name}' is not the name of a header.");
            }
            if (name.ToLowerInvariant() is "content-length" or "transfer-encoding" or "connection")
            {
                throw Bad(
                    at,
                    $"'{name}' is set by the server; to send less than was promised, use 'fault'."
                );
            }
            if (
                text.Type is not (JsonTokenType.String or JsonTokenType.Null)
                || text.Text?.Any(static c => c is < ' ' or > '~') == true
            )
            {
                throw Bad(
                    text.At,
                    $"The header '{name}' must be a text of printable ASCII characters, or null to leave it out."
                );
            }
            headers[name] = text.Text;
        }
        return headers;
    }

    private StepBody Body(Fields step) =>
        step.Present(Bodies) switch
        {
            ["body"] => step["body"]! is { Type: JsonTokenType.String } text
                ? StepBody.Text(text.Text!)
                : StepBody.Json(CompactJson.Format(step["body"]!)),
            ["bodyFile"] => FromFile(step),
            ["events"] => StepBody.Events([.. step.List("events")!.Select(Event)]),
            ["lines"] => StepBody.Lines(step.List("lines")!.Select(CompactJson.Format)),
            ["reply"] => StepBody.Reply(new ReplyReader(path).Read(step["reply"]!)),
            _ => StepBody.Empty,
        };

    private StepBody FromFile(Fields step)
    {
        var name = step.Text("bodyFile")!;
        if (bodies.Read(name, out var why) is not { } bytes)
        {
            throw step.Bad("bodyFile", why!);
        }
        return Path.GetExtension(name) switch
        {
            ".sse" => StepBody.Events(EventText.Parse(bytes)),
            ".json" => new FixedBody(bytes, "application/json"),
            ".jsonl" => new FixedBody(bytes, "application/x-jsonl"),
            ".html" => new FixedBody(bytes, "text/html; charset=UTF-8"),
            _ => new FixedBody(bytes, "text/plain; charset=utf-8"),
        };
    }

    private ScenarioEvent Event(PlacedJson value)
    {
        var fields = new Fields(value, path, "an event", "event", "data", "delayMs");
        if (fields["data"] is not { } data)
        {
            throw fields.Bad("data", "An event needs 'data': an object, or a text.");
        }
        // Claude's events are named for the type of their data.
        var type = data.Members.FirstOrDefault(static m => m.Name == "type")?.Value.Text;
        var text = data.Type == JsonTokenType.String ? data.Text! : CompactJson.Format(data);
        return new(fields.Text("event") ?? type, text, fields.Milliseconds("delayMs"));
    }

    private StepFault Fault(PlacedJson value, StepBody body, Fields step)
    {
        var fields = new Fields(
            value,
            path,
            "'fault'",
            "kind",
            "afterEvents",
            "afterBytes",
            "error",
            "errorStatus"
        );
        if (
            (FaultKind?)fields.Choice("kind", "error", "truncate", "cut", "reset", "stall")
            is not { } kind
        )
        {
            throw fields.Bad(
                "kind",
                "A fault needs its 'kind': error, truncate, cut, reset or stall."
            );
        }
        var fault = new StepFault
        {
            Kind = kind,
            AfterEvents = (int?)fields.Number("afterEvents", 0, 1_000_000),
            AfterBytes = (int?)fields.Number("afterBytes", 0, int.MaxValue),
        };
        if (fault.AfterEvents is not null && body is FixedBody)
        {
            throw fields.Bad(
                "afterEvents",
                "'afterEvents' needs a body of events: 'events', 'reply' or a 'bodyFile' that ends in .sse."
            );
        }
        if (kind == FaultKind.Error)
        {
            return WithError(fault, fields, body, step);
        }
        if (fields.Present("error", "errorStatus") is [var name, ..])
        {
            throw fields.Bad(name, $"Only a fault of kind 'error' has '{name}'.");
        }
        return kind == FaultKind.Truncate && fault is { AfterEvents: null, AfterBytes: null }
            ? throw fields.Bad(
                "kind",
                "A fault of kind 'truncate' needs 'afterEvents' or 'afterBytes'."
            )
            : fault;
    }

    private static StepFault WithError(StepFault fault, Fields fields, StepBody body, Fields step)
    {
        if (body is FixedBody || fault.AfterEvents is null)
        {
            throw fields.Bad(
                "kind",
                "A fault of kind 'error' happens in a stream: the step needs 'events' or 'reply', and the fault 'afterEvents'."
            );
        }
        if (fields["error"] is not { } error)
        {
            throw fields.Bad(
                "error",
                "A fault of kind 'error' needs 'error': an error body, or the name of a scenario as in \"payment-required\"."
            );
        }
        if (error.Type != JsonTokenType.String)
        {
            return fault with
            {
                Error = CompactJson.Format(error),
                ErrorStatus = (int?)fields.Number("errorStatus", 400, 599) ?? 500,
            };
        }
        if (fields.Has("errorStatus"))
        {
            throw fields.Bad(
                "errorStatus",
                "The status comes from the scenario that 'error' names."
            );
        }
        try
        {
            return MidStream.Fault(ScenarioCatalogue.Get(error.Text!), fault.AfterEvents.Value);
        }
        catch (ScenarioException e)
        {
            throw step.Bad(error.At, e.Fault);
        }
    }

    private ScenarioException Bad(Position at, string message) =>
        new(Codes.ScenarioInvalid, path, at, message);
}
