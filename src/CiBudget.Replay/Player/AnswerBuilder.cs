using System.Text;
using System.Text.Json;
using CiBudget.Json;

namespace CiBudget.Replay;

/// <summary>Makes a step ready for one request.</summary>
internal static class AnswerBuilder
{
    /// <summary>The id of every answer whose body names none.</summary>
    public const string DefaultRequestId = "req_011CSHoEeqs5C35K2UUqR7Fy";

    /// <summary>The organization that answers unless a step says otherwise.</summary>
    public const string DefaultOrganization = "2fd5a3b8-6f0e-4c57-9d0a-5a1c7f3e9b42";

    /// <summary>The workspace that answers unless a step says otherwise.</summary>
    public const string DefaultWorkspace = "wrkspc_01JwQvzr7rXLA5AGx3HKfFUJ";

    public static Answer Build(ScenarioStep step, RequestFacts facts)
    {
        if (
            step.Fault is { Kind: FaultKind.Error } failure
            && !(facts.Stream && step.Body is ReplyBody)
            && step.Body is not EventsBody
        )
        {
            // Only a stream can fail in the middle; a plain call meets the same failure as its whole answer.
            var body = new FixedBody(
                Encoding.UTF8.GetBytes(failure.Error ?? "{}"),
                "application/json"
            );
            return Build(
                step with
                {
                    Status = failure.ErrorStatus,
                    Body = body,
                    Fault = null,
                },
                facts
            );
        }
        return step.Body switch
        {
            EventsBody events => Events(step, events.List, facts.Bedrock),
            ReplyBody reply when facts.Stream => Events(
                step,
                reply.Content.For(facts).ToEvents(facts.Model),
                facts.Bedrock
            ),
            ReplyBody reply => Plain(
                step,
                reply.Content.For(facts).ToJson(facts.Model),
                "application/json"
            ),
            FixedBody body => Plain(step, body.Bytes, body.ContentType),
            _ => throw new NotSupportedException(step.Body.GetType().Name),
        };
    }

    private static Answer Plain(ScenarioStep step, ReadOnlyMemory<byte> body, string? contentType)
    {
        var fault = OfPlain(step.Fault);
        var sent = fault is null ? body : body[..Math.Min(body.Length, fault.AfterBytes ?? 0)];
        return new(
            step.Status,
            Headers(step, contentType, sent),
            streamed: false,
            sent.IsEmpty ? [] : [new Frame(sent, default)],
            fault?.Kind is null or FaultKind.Truncate ? sent.Length : body.Length,
            step.Delay,
            BreakOf(fault),
            BeforeHeaders(fault),
            fault is not null
        );
    }

    /// <summary>The fault that a plain answer meets: one that waits for events only does not come.</summary>
    internal static StepFault? OfPlain(StepFault? fault) =>
        fault is { AfterEvents: not null, AfterBytes: null } ? null : fault;

    private static Answer Events(
        ScenarioStep step,
        IReadOnlyList<ScenarioEvent> events,
        bool bedrock
    )
    {
        var frames = events.Select(e => new Frame(Bytes(e, bedrock), e.Delay));
        if (step.Fault is { AfterEvents: { } count })
            frames = frames.Take(count);
        else if (step.Fault is { } fault)
            frames = TakeBytes(frames, fault.AfterBytes ?? 0);

        if (step.Fault is { Kind: FaultKind.Error, Error: { } error })
            frames = frames.Append(
                new Frame(Bytes(new ScenarioEvent("error", error), bedrock), default)
            );

        var sent = frames.ToArray();
        var contentType = bedrock ? BedrockFrame.ContentType : "text/event-stream; charset=utf-8";
        var headers = Headers(step, contentType, ReadOnlyMemory<byte>.Empty);
        if (bedrock)
        {
            // The official SDK reads no stream of Bedrock's without it.
            Add(headers, step, "x-amzn-bedrock-content-type", "application/json");
        }
        return new(
            step.Status,
            headers,
            streamed: true,
            sent,
            0,
            step.Delay,
            BreakOf(step.Fault),
            BeforeHeaders(step.Fault),
            step.Fault is not null
        );
    }

    private static IEnumerable<Frame> TakeBytes(IEnumerable<Frame> frames, int count)
    {
        foreach (var frame in frames)
        {
            if (count == 0)
                yield break;

            var taken = Math.Min(count, frame.Bytes.Length);
            yield return frame with
            {
                Bytes = frame.Bytes[..taken],
            };
            count -= taken;
        }
    }

    private static byte[] Bytes(ScenarioEvent sent, bool bedrock) =>
        bedrock ? BedrockFrame.Encode(sent) : sent.ToBytes();

    private static FaultKind? BreakOf(StepFault? fault) =>
        fault?.Kind is FaultKind.Error or FaultKind.Truncate ? null : fault?.Kind;

    // A fault without a point: the client never gets a status line.
    private static bool BeforeHeaders(StepFault? fault) =>
        BreakOf(fault) is not null && fault is { AfterEvents: null, AfterBytes: null };

    private static List<KeyValuePair<string, string>> Headers(
        ScenarioStep step,
        string? contentType,
        ReadOnlyMemory<byte> body
    )
    {
        var headers = new List<KeyValuePair<string, string>>();
        Add(headers, step, "content-type", contentType);
        Add(headers, step, "request-id", RequestIdIn(body) ?? DefaultRequestId);
        Add(headers, step, "anthropic-organization-id", DefaultOrganization);
        // An answer to a key that was not accepted belongs to no workspace.
        Add(headers, step, "anthropic-workspace-id", step.Status == 401 ? null : DefaultWorkspace);
        foreach (var own in step.Headers)
        {
            if (own.Value is not null && !Has(headers, own.Key))
                headers.Add(new(own.Key, own.Value));
        }
        return headers;
    }

    private static void Add(
        List<KeyValuePair<string, string>> headers,
        ScenarioStep step,
        string name,
        string? usual
    )
    {
        foreach (var own in step.Headers)
        {
            if (Same(own.Key, name))
            {
                usual = own.Value;
                break;
            }
        }
        if (usual is not null)
            headers.Add(new(name, usual));
    }

    private static bool Has(List<KeyValuePair<string, string>> headers, string name)
    {
        foreach (var known in headers)
        {
            if (Same(known.Key, name))
                return true;
        }
        return false;
    }

    private static bool Same(string a, string b) =>
        string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    // Claude's request-id header and its error body name the same id.
    private static string? RequestIdIn(ReadOnlyMemory<byte> body)
    {
        if (!body.Span.StartsWith("{"u8) || body.Span.IndexOf("\"request_id\""u8) < 0)
            return null;

        try
        {
            var json = JsonTree.Parse(body.Span, static (_, what) => new FormatException(what));
            return json["request_id"] is { Type: JsonTokenType.String } id ? id.Text : null;
        }
        catch (FormatException)
        {
            // No JSON, as some gateways answer.
            return null;
        }
    }
}
