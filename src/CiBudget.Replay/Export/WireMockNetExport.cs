using System.Text.Json;
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

    private static void Mappings(Utf8JsonWriter json, StubPlan plan, string prefix)
    {
        json.WriteStartArray();
        foreach (var stub in plan.Stubs)
        {
            Mapping(
                json,
                stub,
                prefix,
                stub.Use is { First: > 0 } use ? use.State(use.First) : null
            );
            if (stub.Use is { Wraps: true, First: 0 })
            {
                // The state has no name before the first turn, and one when it comes round again.
                Mapping(json, stub, prefix, stub.Use.State(0));
            }
        }
        Mapping(json, plan.Rest, prefix, null);
        json.WriteEndArray();
    }

    private static void Mapping(Utf8JsonWriter json, Stub stub, string prefix, string? state)
    {
        json.WriteStartObject();
        json.WriteString("Title", stub.Title);
        json.WriteNumber("Priority", stub.Priority);
        if (stub.Use is { } use)
        {
            json.WriteString("Scenario", use.Counter);
            if (state is not null)
                json.WriteString("WhenStateIs", state);

            json.WriteString("SetStateTo", use.State(use.First + use.Times));
            json.WriteNumber("TimesInSameState", use.Times);
        }
        Request(json, stub.When, prefix);
        Response(json, stub.Answer);
        json.WriteEndObject();
    }

    private static void Request(Utf8JsonWriter json, StepMatch when, string prefix)
    {
        json.WriteStartObject("Request");
        json.WriteStartObject("Path");
        json.WriteStartArray("Matchers");
        Matcher(json, "WildcardMatcher", prefix + (when.Path ?? "/*"), reject: false);
        json.WriteEndArray();
        json.WriteEndObject();
        if (when.Method is { } method)
        {
            json.WriteStartArray("Methods");
            json.WriteStringValue(method);
            json.WriteEndArray();
        }
        if (when.Model is not null || when.Stream is not null)
        {
            json.WriteStartObject("Body");
            json.WriteStartArray("Matchers");
            Body(json, when);
            json.WriteEndArray();
            json.WriteString("MatchOperator", "And");
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void Body(Utf8JsonWriter json, StepMatch when)
    {
        if (when.Model is { } model)
            Matcher(
                json,
                "JsonPartialWildcardMatcher",
                new JsonObject { ["model"] = model }.ToJsonString(),
                reject: false
            );

        if (when.Stream is { } stream)
            Matcher(json, "JsonPartialMatcher", """{"stream":true}""", reject: !stream);
    }

    private static void Matcher(Utf8JsonWriter json, string name, string pattern, bool reject)
    {
        json.WriteStartObject();
        json.WriteString("Name", name);
        json.WriteString("Pattern", pattern);
        if (reject)
            json.WriteBoolean("RejectOnMatch", true);

        json.WriteEndObject();
    }

    private static void Response(Utf8JsonWriter json, Answer answer)
    {
        json.WriteStartObject("Response");
        json.WriteNumber("StatusCode", answer.Status);
        StubText.Headers(json, "Headers", answer);
        json.WriteString(
            "Body",
            StubText.Body(answer).Replace(Stub.ModelMark, ClaudeReply.DefaultModel)
        );
        if (answer.Delay > TimeSpan.Zero)
            json.WriteNumber("Delay", (long)answer.Delay.TotalMilliseconds);

        json.WriteEndObject();
    }
}
