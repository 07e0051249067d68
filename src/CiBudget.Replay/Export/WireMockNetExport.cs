using System.Text.Json.Nodes;

namespace CiBudget.Replay;

/// <summary>
/// Writes scenarios as native mappings of WireMock.Net, for <c>ReadStaticMappings</c>, <c>WithMapping</c> and
/// <c>POST /__admin/mappings</c>. In a .NET process, package CiBudget.WireMock plays the scenario itself and loses nothing.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class WireMockNetExport
{
    /// <summary>Writes one scenario.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="prefix">A path before the paths of requests, so that several scenarios fit in one server; empty for none.</param>
    public static ExportedScenario Export(Scenario scenario, string prefix = "") =>
        StubPlan.Export(scenario, prefix, Check, Mappings);

    private static void Check(StubPlan plan, Stub stub)
    {
        var step = (stub.Priority - 1) / 2;
        if (stub.Answer.Break is not null)
            plan.Refuse(step, "WireMock.Net never breaks or holds a connection");

        if (StubText.Pace(stub.Answer) > TimeSpan.Zero)
            plan.Note(step, "WireMock.Net sends a body at once: the time between events is lost");

        if (stub.Use is not null)
            plan.Note(step, "WireMock.Net counts exactly only while calls come one after another");

        if (stub.EchoesModel)
            plan.Note(
                step,
                $"the answer names {ClaudeReply.DefaultModel}, whichever model the request asks for"
            );
    }

    private static JsonArray Mappings(StubPlan plan, string prefix)
    {
        var mappings = new JsonArray();
        foreach (var stub in plan.Stubs)
        {
            mappings.Add(
                Mapping(stub, prefix, stub.Use is { First: > 0 } use ? use.State(use.First) : null)
            );
            // The state has no name before the first turn, and one when it comes round again.
            if (stub.Use is { Wraps: true, First: 0 })
                mappings.Add(Mapping(stub, prefix, stub.Use.State(0)));
        }
        mappings.Add(Mapping(plan.Rest, prefix, null));
        return mappings;
    }

    private static JsonNode Mapping(Stub stub, string prefix, string? state)
    {
        var mapping = new JsonObject { ["Title"] = stub.Title, ["Priority"] = stub.Priority };
        if (stub.Use is { } use)
        {
            mapping["Scenario"] = use.Counter;
            if (state is not null)
                mapping["WhenStateIs"] = state;

            mapping["SetStateTo"] = use.State(use.First + use.Times);
            mapping["TimesInSameState"] = use.Times;
        }
        mapping["Request"] = Request(stub.When, prefix);
        mapping["Response"] = Response(stub.Answer);
        return mapping;
    }

    private static JsonObject Request(StepMatch when, string prefix)
    {
        var request = new JsonObject
        {
            ["Path"] = new JsonObject
            {
                ["Matchers"] = new JsonArray(
                    Matcher("WildcardMatcher", prefix + (when.Path ?? "/*"))
                ),
            },
        };
        if (when.Method is { } method)
            request["Methods"] = new JsonArray(method);

        var body = new JsonArray();
        if (when.Model is { } model)
            body.Add(
                Matcher(
                    "JsonPartialWildcardMatcher",
                    new JsonObject { ["model"] = model }.ToJsonString()
                )
            );
        if (when.Stream is { } stream)
            body.Add(Matcher("JsonPartialMatcher", """{"stream":true}""", reject: !stream));
        if (body.Count > 0)
            request["Body"] = new JsonObject { ["Matchers"] = body, ["MatchOperator"] = "And" };
        return request;
    }

    private static JsonNode Matcher(string name, string pattern, bool reject = false)
    {
        var matcher = new JsonObject { ["Name"] = name, ["Pattern"] = pattern };
        if (reject)
            matcher["RejectOnMatch"] = true;
        return matcher;
    }

    private static JsonObject Response(Answer answer)
    {
        var response = new JsonObject
        {
            ["StatusCode"] = answer.Status,
            ["Headers"] = StubText.Headers(answer),
            ["Body"] = StubText.Body(answer).Replace(Stub.ModelMark, ClaudeReply.DefaultModel),
        };
        if (answer.Delay > TimeSpan.Zero)
            response["Delay"] = (long)answer.Delay.TotalMilliseconds;
        return response;
    }
}
