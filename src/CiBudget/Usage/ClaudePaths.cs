namespace CiBudget;

/// <summary>What the paths of the Claude API mean, on any platform and behind any prefix.</summary>
internal static class ClaudePaths
{
    private const string ChatCompletions = "chat/completions";

    public static ClaudeEndpoint? Match(ClaudeSite site, ReadOnlySpan<char> path, string method)
    {
        if (
            site == ClaudeSite.BelowAnthropic
            && !path.StartsWith("/anthropic/".AsSpan(), StringComparison.Ordinal)
        )
            return null;
        path = path.TrimEnd('/');
        if (Bedrock(path) is { Model.Length: > 0 } bedrock)
            return IsClaude(bedrock.Model) ? OfBedrock(bedrock.Action) : null;
        if (Vertex(path) is { Model.Length: > 0 } vertex)
            return OfVertex(vertex.Model, vertex.Action);
        var endpoint = OfApi(path, method);
        // A host of many vendors is Claude's only where the path says so.
        return
            site == ClaudeSite.ManyVendors
            && (
                endpoint is ClaudeEndpoint.Unknown or ClaudeEndpoint.Free
                || Ends(path, ChatCompletions)
            )
            ? null
            : endpoint;
    }

    public static string? Model(ReadOnlySpan<char> path)
    {
        var named = Bedrock(path);
        if (named.Model.Length == 0)
            named = Vertex(path);
        return named.Model.Length == 0 || IsCountTokens(named.Model)
            ? null
            : Uri.UnescapeDataString(named.Model.ToString());
    }

    private static ClaudeEndpoint OfApi(ReadOnlySpan<char> path, string method)
    {
        var reads = method is "GET" or "HEAD" or "OPTIONS" or "DELETE";
        var version = path.LastIndexOf("/v1/".AsSpan());
        var rest = version < 0 ? default : path.Slice(version + 4);
        // Claude's own and that in OpenAI's dialect.
        if ((Is(rest, "messages") || Is(rest, ChatCompletions)) && !reads)
            return ClaudeEndpoint.Messages;
        if (Is(rest, "messages/count_tokens"))
            return ClaudeEndpoint.CountTokens;
        if (Is(rest, "complete") && !reads)
            return ClaudeEndpoint.Complete;
        if (Starts(rest, "messages/batches/") && Ends(rest, "/results") && method == "GET")
            return ClaudeEndpoint.BatchResults;
        return reads || IsFree(rest) ? ClaudeEndpoint.Free : ClaudeEndpoint.Unknown;
    }

    private static bool IsFree(ReadOnlySpan<char> rest)
    {
        var slash = rest.IndexOf('/');
        var first = slash < 0 ? rest : rest.Slice(0, slash);
        return Is(first, "models")
            || Is(first, "files")
            || Is(first, "skills")
            || Is(first, "organizations")
            || Is(first, "oauth")
            || Is(rest, "messages/batches")
            || Starts(rest, "messages/batches/");
    }

    private static ClaudeEndpoint OfBedrock(ReadOnlySpan<char> action) =>
        Is(action, "invoke")
        || Is(action, "invoke-with-response-stream")
        || Is(action, "converse")
        || Is(action, "converse-stream")
            ? ClaudeEndpoint.Messages
        : Is(action, "count-tokens") ? ClaudeEndpoint.CountTokens
        : ClaudeEndpoint.Unknown;

    /// <summary>A vendor's name, or an ARN that hides it: then it may be Claude, and what may cost money is not passed over.</summary>
    private static bool IsClaude(ReadOnlySpan<char> model) =>
        Has(model, "anthropic.")
        || Has(model, "application-inference-profile")
        || Has(model, "provisioned-model")
        || Has(model, "prompt-router");

    private static ClaudeEndpoint OfVertex(ReadOnlySpan<char> model, ReadOnlySpan<char> action) =>
        IsCountTokens(model) ? ClaudeEndpoint.CountTokens
        : Is(action, "rawPredict") || Is(action, "streamRawPredict") ? ClaudeEndpoint.Messages
        : ClaudeEndpoint.Unknown;

    private static bool IsCountTokens(ReadOnlySpan<char> model) => Is(model, "count-tokens");

    /// <summary><c>/model/{id}/{action}</c>.</summary>
    private static NamedModel Bedrock(ReadOnlySpan<char> path)
    {
        const string Start = "/model/";
        var at = path.IndexOf(Start.AsSpan(), StringComparison.Ordinal);
        var slash = path.LastIndexOf('/');
        return at < 0 || slash <= at + Start.Length ? default : new(path, at + Start.Length, slash);
    }

    /// <summary><c>…/publishers/anthropic/models/{model}:{action}</c>.</summary>
    private static NamedModel Vertex(ReadOnlySpan<char> path)
    {
        const string Start = "/publishers/anthropic/models/";
        var at = path.IndexOf(Start.AsSpan(), StringComparison.Ordinal);
        var colon = path.LastIndexOf(':');
        return at < 0 || colon <= at + Start.Length ? default : new(path, at + Start.Length, colon);
    }

    private static bool Is(ReadOnlySpan<char> text, string name) =>
        text.SequenceEqual(name.AsSpan());

    private static bool Starts(ReadOnlySpan<char> text, string part) =>
        text.StartsWith(part.AsSpan(), StringComparison.Ordinal);

    private static bool Ends(ReadOnlySpan<char> text, string part) =>
        text.EndsWith(part.AsSpan(), StringComparison.Ordinal);

    private static bool Has(ReadOnlySpan<char> text, string part) =>
        text.IndexOf(part.AsSpan(), StringComparison.Ordinal) >= 0;

    private readonly ref struct NamedModel(ReadOnlySpan<char> path, int start, int end)
    {
        public readonly ReadOnlySpan<char> Model = path.Slice(start, end - start);
        public readonly ReadOnlySpan<char> Action = path.Slice(end + 1);
    }
}
