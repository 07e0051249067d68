using System.Text.RegularExpressions;
using CiBudget.Tokens;
using CiBudget.Wire;

namespace CiBudget.Replay;

/// <summary>A message request whose path names model and form of the answer, as those of Bedrock and Vertex AI do.</summary>
/// <param name="Model">The model as the path names it.</param>
/// <param name="Stream">True when the path asks for a stream.</param>
/// <param name="Bedrock">True for Bedrock, false for Vertex AI.</param>
internal sealed partial record CloudPath(string? Model, bool Stream, bool Bedrock)
{
    private const string BedrockStream = "/invoke-with-response-stream";
    private const string VertexStream = ":streamRawPredict";

    /// <summary>Null for a path of the Claude API itself, and for all that is no message request.</summary>
    public static CloudPath? Parse(string path)
    {
        if (
            ClaudeEndpoints.EndpointOf(path, "POST") != ClaudeEndpoint.Messages
            || ApiPath.HasOtherForm(path)
            || ClaudeEndpoints.ModelOf(path) is not { } model
        )
            return null;

        var bedrock = !path.Contains("/publishers/", StringComparison.Ordinal);
        return new(
            model,
            path.TrimEnd('/')
                .EndsWith(bedrock ? BedrockStream : VertexStream, StringComparison.Ordinal),
            bedrock
        );
    }

    /// <summary>
    /// The model's own name: <c>us.anthropic.claude-sonnet-4-5-20250929-v1:0</c> and <c>claude-sonnet-4-5@20250929</c> are
    /// <c>claude-sonnet-4-5-20250929</c>, as the answers of both clouds say it. Null for a profile that hides its model.
    /// </summary>
    public static string? BareModel(string? model)
    {
        if (model is null)
            return null;

        const string vendor = "anthropic.";
        var at = model.LastIndexOf(vendor, StringComparison.Ordinal);
        if (at < 0 && model.StartsWith("arn:", StringComparison.Ordinal))
            return null;

        return Version()
            .Replace(at < 0 ? model : model[(at + vendor.Length)..], "")
            .Replace('@', '-');
    }

    [GeneratedRegex(@"-v\d+(:\d+)?$")]
    private static partial Regex Version();
}
