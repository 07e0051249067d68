using System.Text.Json;
using System.Text.RegularExpressions;

namespace CiBudget.Replay;

/// <summary>
/// Writes scenarios as stub mappings of WireMock (Java, Docker), for its <c>mappings</c> folder. Sequences become WireMock scenarios,
/// which <c>POST /__admin/scenarios/reset</c> begins again.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class WireMockExport
{
    // A counter becomes one mapping for each turn.
    private const int MostTurns = 1000;

    /// <summary>Writes one scenario.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="prefix">A path before the paths of requests, so that several scenarios fit in one server; empty for none.</param>
    public static ExportedScenario Export(Scenario scenario, string prefix = "") =>
        StubPlan.Export(scenario, prefix, Check, Mappings);

    private static void Check(StubPlan plan, Stub stub)
    {
        var step = (stub.Priority - 1) / 2;
        if (stub.Answer.Break is { } kind && FaultOf(stub.Answer) is null)
            plan.Refuse(step, $"WireMock cannot {Verb(kind)} an answer in its middle");

        if (stub.Use is { Times: > MostTurns })
            plan.Refuse(
                step,
                $"WireMock needs a mapping for each of {stub.Use.Times} turns, and {MostTurns} is the most that is written"
            );

        if (stub.Use is not null)
        {
            // wiremock/wiremock#456: match and change of state are not one step.
            plan.Note(step, "WireMock counts exactly only while calls come one after another");
        }
        if (StubText.Pace(stub.Answer) > TimeSpan.Zero)
            plan.Note(
                step,
                "WireMock paces a body by size: events come at the right speed, but not whole at a time"
            );

        if (stub.EchoesModel && StubText.Body(stub.Answer).Contains("{{", StringComparison.Ordinal))
            plan.Note(
                step,
                $"the text holds '{{{{', so WireMock cannot put the request's model in: it is always {ClaudeReply.DefaultModel}"
            );
    }

    private static void Mappings(Utf8JsonWriter json, StubPlan plan, string prefix)
    {
        json.WriteStartObject();
        json.WriteStartArray("mappings");
        foreach (var stub in plan.Stubs)
        {
            for (
                var turn = stub.Use?.First ?? 0;
                turn < (stub.Use?.First ?? 0) + (stub.Use?.Times ?? 1);
                turn++
            )
                Mapping(json, stub, prefix, turn);
        }
        Mapping(json, plan.Rest, prefix, 0);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Mapping(Utf8JsonWriter json, Stub stub, string prefix, int turn)
    {
        json.WriteStartObject();
        json.WriteString("name", stub.Title);
        json.WriteNumber("priority", stub.Priority);
        if (stub.Use is { } use)
        {
            json.WriteString("scenarioName", use.Counter);
            json.WriteString("requiredScenarioState", use.State(turn));
            json.WriteString("newScenarioState", use.State(turn + 1));
        }
        Request(json, stub.When, prefix);
        Response(json, stub.Answer, stub.EchoesModel);
        json.WriteEndObject();
    }

    private static void Request(Utf8JsonWriter json, StepMatch when, string prefix)
    {
        json.WriteStartObject("request");
        json.WriteString("method", when.Method ?? "ANY");
        if (when.Path is { } path && !path.Contains('*', StringComparison.Ordinal))
            json.WriteString("urlPath", prefix + path);
        else
            json.WriteString(
                "urlPathPattern",
                Pattern(prefix) + (when.Path is { } glob ? Pattern(glob) : "/.*")
            );

        if (when.Model is not null || when.Stream is not null)
        {
            json.WriteStartArray("bodyPatterns");
            Body(json, when);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void Body(Utf8JsonWriter json, StepMatch when)
    {
        const string streams = "$[?(@.stream == true)]";
        if (when.Model is { } model)
        {
            json.WriteStartObject();
            json.WriteStartObject("matchesJsonPath");
            json.WriteString("expression", "$.model");
            json.WriteString("matches", Pattern(model));
            json.WriteEndObject();
            json.WriteEndObject();
        }
        if (when.Stream is { } stream)
        {
            json.WriteStartObject();
            if (!stream)
                json.WriteStartObject("not");

            json.WriteString("matchesJsonPath", streams);
            if (!stream)
                json.WriteEndObject();

            json.WriteEndObject();
        }
    }

    private static void Response(Utf8JsonWriter json, Answer answer, bool echoesModel)
    {
        json.WriteStartObject("response");
        if (FaultOf(answer) is { } fault)
            json.WriteString("fault", fault);
        else
        {
            json.WriteNumber("status", answer.Status);
            StubText.Headers(json, "headers", answer);
            WriteBody(json, answer, echoesModel);
        }
        if (answer.Delay > TimeSpan.Zero)
            json.WriteNumber("fixedDelayMilliseconds", (long)answer.Delay.TotalMilliseconds);

        if (StubText.Pace(answer) is { Ticks: > 0 } pace)
        {
            json.WriteStartObject("chunkedDribbleDelay");
            json.WriteNumber("numberOfChunks", answer.Frames.Length);
            json.WriteNumber("totalDuration", (long)pace.TotalMilliseconds);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteBody(Utf8JsonWriter json, Answer answer, bool echoesModel)
    {
        var body = StubText.Body(answer);
        var template = echoesModel && !body.Contains("{{", StringComparison.Ordinal);
        // Three braces: two would turn "&" of a model's name into "&amp;".
        json.WriteString(
            "body",
            body.Replace(
                Stub.ModelMark,
                template ? "{{{jsonPath request.body '$.model'}}}" : ClaudeReply.DefaultModel
            )
        );
        if (template)
        {
            json.WriteStartArray("transformers");
            json.WriteStringValue("response-template");
            json.WriteEndArray();
        }
    }

    // Only what happens before the first byte has a fault of WireMock's that is the same.
    private static string? FaultOf(Answer answer) =>
        (answer.BeforeHeaders, answer.Break) switch
        {
            (true, FaultKind.Reset) => "CONNECTION_RESET_BY_PEER",
            (true, FaultKind.Cut) => "EMPTY_RESPONSE",
            _ => null,
        };

    private static string Verb(FaultKind kind) => kind == FaultKind.Stall ? "stall" : "break";

    private static string Pattern(string glob) =>
        string.Join(".*", glob.Split('*').Select(Regex.Escape));
}
