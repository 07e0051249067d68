namespace CiBudget.Replay;

/// <summary>
/// Answers what Claude answers for nothing: the count of a prompt's tokens, and the models. A scenario whose next message is a good
/// answer gives them without a step of their own; they use nothing up.
/// </summary>
internal static class FreeAnswers
{
    private static readonly string[] Served =
    [
        ClaudeReply.DefaultModel,
        "claude-sonnet-5-5",
        "claude-haiku-5-5",
    ];

    /// <summary>True for what is asked for nothing.</summary>
    public static bool IsFree(string method, string apiPath) =>
        method == "POST"
            ? apiPath == ApiPath.CountTokens
            : method == "GET" && (apiPath == ApiPath.Models || IsOneModel(apiPath));

    /// <summary>The answer, in the name of the step that would answer a message.</summary>
    public static Answer Answer(string apiPath, ScenarioStep step, ClaudeReply reply) =>
        AnswerBuilder.Build(
            step with
            {
                Body = StepBody.Json(Json(apiPath, reply)),
                Fault = null,
                Delay = TimeSpan.Zero,
            },
            default
        );

    private static string Json(string apiPath, ClaudeReply reply)
    {
        if (apiPath == ApiPath.CountTokens)
        {
            var usage = reply.Usage;
            return $$"""{"input_tokens":{{usage.InputTokens + usage.CacheWriteTokens + usage.CacheReadTokens}}}""";
        }
        if (IsOneModel(apiPath))
            return Model(apiPath[(ApiPath.Models.Length + 1)..]);

        string[] ids = reply.Model is { } own ? [own] : Served;
        return $$"""{"data":[{{string.Join(',', ids.Select(Model))}}],"first_id":{{Text(ids[0])}},"has_more":false,"last_id":{{Text(
            ids[^1]
        )}}}""";
    }

    private static bool IsOneModel(string apiPath) =>
        apiPath.StartsWith(ApiPath.Models + "/", StringComparison.Ordinal)
        && apiPath.LastIndexOf('/') == ApiPath.Models.Length;

    private static string Model(string id) =>
        $$"""{"type":"model","id":{{Text(id)}},"display_name":{{Text(id)}},"created_at":"2026-09-01T00:00:00Z"}""";

    // A model's id may hold any character that a path may.
    private static string Text(string text) => Unmatched.Quoted(text);
}
