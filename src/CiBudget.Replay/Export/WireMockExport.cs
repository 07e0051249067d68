using System.Text.Json.Nodes;
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

    private static JsonObject Mappings(StubPlan plan, string prefix) =>
        new()
        {
            ["mappings"] = new JsonArray([
                .. plan.Stubs.SelectMany(stub =>
                    Enumerable
                        .Range(stub.Use?.First ?? 0, stub.Use?.Times ?? 1)
                        .Select(turn => Mapping(stub, prefix, turn))
                ),
                Mapping(plan.Rest, prefix, 0),
            ]),
        };

    private static JsonObject Mapping(Stub stub, string prefix, int turn)
    {
        var mapping = new JsonObject { ["name"] = stub.Title, ["priority"] = stub.Priority };
        if (stub.Use is { } use)
        {
            mapping["scenarioName"] = use.Counter;
            mapping["requiredScenarioState"] = use.State(turn);
            mapping["newScenarioState"] = use.State(turn + 1);
        }
        mapping["request"] = Request(stub.When, prefix);
        mapping["response"] = Response(stub.Answer, stub.EchoesModel);
        return mapping;
    }

    private static JsonObject Request(StepMatch when, string prefix)
    {
        var request = new JsonObject { ["method"] = when.Method ?? "ANY" };
        if (when.Path is { } path && !path.Contains('*', StringComparison.Ordinal))
            request["urlPath"] = prefix + path;
        else
            request["urlPathPattern"] =
                Pattern(prefix) + (when.Path is { } glob ? Pattern(glob) : "/.*");

        var body = new JsonArray();
        if (when.Model is { } model)
            body.Add(
                Matches(new JsonObject { ["expression"] = "$.model", ["matches"] = Pattern(model) })
            );
        if (when.Stream is { } stream)
        {
            var streams = Matches("$[?(@.stream == true)]");
            body.Add(stream ? streams : new JsonObject { ["not"] = streams });
        }
        if (body.Count > 0)
            request["bodyPatterns"] = body;
        return request;
    }

    private static JsonNode Matches(JsonNode path) => new JsonObject { ["matchesJsonPath"] = path };

    private static JsonObject Response(Answer answer, bool echoesModel)
    {
        var response = new JsonObject();
        if (FaultOf(answer) is { } fault)
            response["fault"] = fault;
        else
        {
            var body = StubText.Body(answer);
            var template = echoesModel && !body.Contains("{{", StringComparison.Ordinal);
            response["status"] = answer.Status;
            response["headers"] = StubText.Headers(answer);
            // Three braces: two would turn "&" of a model's name into "&amp;".
            response["body"] = body.Replace(
                Stub.ModelMark,
                template ? "{{{jsonPath request.body '$.model'}}}" : ClaudeReply.DefaultModel
            );
            if (template)
                response["transformers"] = new JsonArray("response-template");
        }
        if (answer.Delay > TimeSpan.Zero)
            response["fixedDelayMilliseconds"] = (long)answer.Delay.TotalMilliseconds;

        if (StubText.Pace(answer) is { Ticks: > 0 } pace)
            response["chunkedDribbleDelay"] = new JsonObject
            {
                ["numberOfChunks"] = answer.Frames.Length,
                ["totalDuration"] = (long)pace.TotalMilliseconds,
            };
        return response;
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
