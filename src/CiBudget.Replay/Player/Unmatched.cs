using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CiBudget.Replay;

/// <summary>The answer to a request that no step matches: an error as Claude writes them, that says what was asked and what exists.</summary>
internal static class Unmatched
{
    // People read this text in exceptions and logs.
    private static readonly JsonSerializerOptions Relaxed = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Answer Answer(
        Scenario scenario,
        string method,
        string path,
        RequestFacts facts,
        bool usedUp
    )
    {
        var asked = new StepMatch
        {
            Method = method,
            Path = path,
            Model = facts.Model,
            Stream = facts.Stream,
        };
        var why = usedUp ? "every step that answers it is used up" : "no step answers it";
        return Error(
            $"{Codes.NoMatchingStep}: scenario '{scenario.Name}' got {asked}; {why}. {StepsOf(scenario)}"
        );
    }

    /// <summary>For servers that cannot say what was asked.</summary>
    public static Answer Any(Scenario scenario) =>
        Error(
            $"{Codes.NoMatchingStep}: no step of scenario '{scenario.Name}' answers this request, or those that do are used up. {StepsOf(scenario)}"
        );

    /// <summary>A 404 with an error body.</summary>
    public static Answer Error(string message)
    {
        var json =
            $$"""{"type":"error","error":{"type":"not_found_error","message":{{Quoted(message)}}},"request_id":"{{AnswerBuilder.DefaultRequestId}}"}""";
        return AnswerBuilder.Build(ScenarioStep.Error(404, json), default);
    }

    internal static string Quoted(string text) => JsonSerializer.Serialize(text, Relaxed);

    private static string StepsOf(Scenario scenario)
    {
        var text = new StringBuilder("Its steps answer: ");
        for (var i = 0; i < scenario.Steps.Count; i++)
        {
            var step = scenario.Steps[i];
            text.Append(i == 0 ? "" : "; ").Append(i + 1).Append(". ").Append(step.When);
            if (step.Times is { } times)
                text.Append(times == 1 ? ", once" : $", {times} times");
        }
        return text.Append('.').ToString();
    }
}
