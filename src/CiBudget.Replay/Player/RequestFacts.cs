namespace CiBudget.Replay;

/// <summary>What a step may want to know of a request. Nothing else of the body is kept.</summary>
/// <param name="Model">The model that is asked for, in the body or, on Bedrock and Vertex AI, in the path; null when neither names one.</param>
/// <param name="Stream">True when a stream is asked for.</param>
/// <param name="ToolResult">True when the last message brings the result of a tool.</param>
/// <param name="Bedrock">True when the answer goes over Bedrock's wire: its stream is binary.</param>
internal readonly record struct RequestFacts(
    string? Model,
    bool Stream,
    bool ToolResult = false,
    bool Bedrock = false
)
{
    /// <summary>The facts of a body, and of a path that says more than the body: Bedrock and Vertex AI name model and stream there.</summary>
    public static RequestFacts From(string path, RequestBodyReader body)
    {
        var cloud = CloudPath.Parse(path);
        return new(
            cloud is null ? body.Model : CloudPath.BareModel(cloud.Model),
            cloud?.Stream ?? body.Stream,
            body.ToolResult,
            cloud?.Bedrock ?? false
        );
    }
}
