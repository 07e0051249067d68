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
        var text = new StringBuilder(
            $"{Codes.NoMatchingStep}: scenario '{scenario.Name}' got {asked}; {why}. Its steps answer: "
        );
        for (var i = 0; i < scenario.Steps.Count; i++)
        {
            var step = scenario.Steps[i];
            text.Append(i == 0 ? "" : "; ").Append(i + 1).Append(". ").Append(step.When);
            if (step.Times is { } times)
            {
                text.Append(times == 1 ? ", once" : $", {times} times");
            }
        }
        return Error(text.Append('.').ToString());
    }

    /// <summary>A 404 with an error body.</summary>
    public static Answer Error(string message)
    {
        var json =
            $$"""{"type":"error","error":{"type":"not_found_error","message":{{JsonSerializer.Serialize(message, Relaxed)}}},"request_id":"{{AnswerBuilder.DefaultRequestId}}"}""";
        return AnswerBuilder.Build(ScenarioStep.Error(404, json), null, stream: false);
    }
}
