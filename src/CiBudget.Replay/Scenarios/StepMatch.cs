using System.Text;
using CiBudget.Text;

namespace CiBudget.Replay;

/// <summary>Which requests a step answers; what is null does not matter.</summary>
public sealed record StepMatch
{
    /// <summary>Matches every request.</summary>
    public static StepMatch Any { get; } = new();

    /// <summary>Matches <c>POST /v1/messages</c>.</summary>
    public static StepMatch Messages { get; } = new() { Method = "POST", Path = "/v1/messages" };

    /// <summary>
    /// The path without query; <c>*</c> stands for any characters. Case matters. A path of the Claude API, <c>/v1/messages</c>, is also
    /// that of its form on Bedrock, Vertex AI and Google Cloud, and behind any prefix.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>The HTTP method, upper case.</summary>
    public string? Method { get; init; }

    /// <summary>
    /// The model that the request asks for; <c>*</c> stands for any characters. A cloud's name for a model matches as it is and
    /// without region, vendor and version. A request without a model never matches.
    /// </summary>
    public string? Model { get; init; }

    /// <summary>Whether the request asks for a stream.</summary>
    public bool? Stream { get; init; }

    /// <summary>True when this request is to be answered.</summary>
    public bool Matches(string method, string path, string? model, bool stream) =>
        (Method is null || string.Equals(Method, method, StringComparison.OrdinalIgnoreCase))
        && (Path is null || IsPath(path))
        && (Model is null || (model is not null && IsModel(model)))
        && (Stream is null || Stream == stream);

    private bool IsPath(string path) =>
        GlobPattern.IsMatch(Path!, path)
        || (ApiPath.From(path) is var api && api != path && GlobPattern.IsMatch(Path!, api));

    private bool IsModel(string model) =>
        GlobPattern.IsMatch(Model!, model)
        || (
            CloudPath.BareModel(model) is { } bare
            && bare != model
            && GlobPattern.IsMatch(Model!, bare)
        );

    /// <summary>As errors say it: <c>POST /v1/messages (model claude-opus-*, stream)</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder()
            .Append(Method ?? "any method")
            .Append(' ')
            .Append(Path ?? "any path");
        var details = new List<string>(2);
        if (Model is not null)
            details.Add($"model {Model}");

        if (Stream is { } stream)
            details.Add(stream ? "stream" : "no stream");

        return details.Count == 0
            ? text.ToString()
            : text.Append(" (").AppendJoin(", ", details).Append(')').ToString();
    }
}
