using CiBudget.Tokens;

namespace CiBudget.Wire;

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
            return BedrockModel.IsOfAnotherVendor(bedrock.Model) ? null : OfBedrock(bedrock.Action);
        if (Vertex(path) is { Model.Length: > 0 } vertex)
            return OfVertex(vertex.Model, vertex.Action);
        var endpoint = OfApi(path, method);
        // A host of many vendors is Claude's only where the path says so.
        return
            site == ClaudeSite.ManyVendors
            && (
                endpoint
                    is ClaudeEndpoint.Unknown
                        or ClaudeEndpoint.Free
                        or ClaudeEndpoint.BatchCreation
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

    /// <summary>The batch whose results a path names; null when it names none.</summary>
    public static string? BatchOf(ReadOnlySpan<char> path)
    {
        const string Start = "/messages/batches/";
        const string End = "/results";
        path = path.TrimEnd('/');
        var at = path.LastIndexOf(Start.AsSpan());
        return at < 0 || !Ends(path, End) || path.Length <= at + Start.Length + End.Length
            ? null
            : path.Slice(at + Start.Length, path.Length - at - Start.Length - End.Length)
                .ToString();
    }

    public static RequestDialect DialectOf(ReadOnlySpan<char> path)
    {
        path = path.TrimEnd('/');
        if (Bedrock(path) is { Model.Length: > 0 } bedrock)
            return IsConverse(bedrock.Action) ? RequestDialect.Converse : RequestDialect.Messages;
        return Ends(path, ChatCompletions)
            ? RequestDialect.ChatCompletions
            : RequestDialect.Messages;
    }

    private static ClaudeEndpoint OfApi(ReadOnlySpan<char> path, string method)
    {
        var reads = Reads(method);
        var version = path.LastIndexOf("/v1/".AsSpan());
        var rest = version < 0 ? default : path.Slice(version + 4);
        // Claude's own and that in OpenAI's dialect.
        if ((Is(rest, "messages") || Is(rest, ChatCompletions)) && !reads)
            return ClaudeEndpoint.Messages;
        if (Is(rest, "messages/count_tokens"))
            return ClaudeEndpoint.CountTokens;
        if (Is(rest, "complete") && !reads)
            return ClaudeEndpoint.Complete;
        if (Starts(rest, "messages/batches/") && Ends(rest, "/results") && IsMethod(method, "GET"))
            return ClaudeEndpoint.BatchResults;
        if (Is(rest, "messages/batches") && IsMethod(method, "POST"))
            return ClaudeEndpoint.BatchCreation;
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
        Is(action, "invoke") || Is(action, "invoke-with-response-stream") || IsConverse(action)
            ? ClaudeEndpoint.Messages
        : Is(action, "count-tokens") ? ClaudeEndpoint.CountTokens
        : ClaudeEndpoint.Unknown;

    private static bool IsConverse(ReadOnlySpan<char> action) =>
        Is(action, "converse") || Is(action, "converse-stream");

    /// <summary>The runtime sends the method's name in upper case, however the product spells it.</summary>
    public static bool IsMethod(string method, string name) =>
        method.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static bool Reads(string method) =>
        IsMethod(method, "GET")
        || IsMethod(method, "HEAD")
        || IsMethod(method, "OPTIONS")
        || IsMethod(method, "DELETE");

    /// <summary>
    /// How sure a path alone makes us that Claude is asked, on a host that nobody knows.
    /// </summary>
    public static ClaudeLikeness LikenessOf(ReadOnlySpan<char> path)
    {
        path = path.TrimEnd('/');
        if (
            Vertex(path).Model.Length > 0
            || Has(Bedrock(path).Model, "anthropic")
            || Ends(path, "/v1/messages/batches")
            || Ends(path, "/v1/messages/count_tokens")
        )
            return ClaudeLikeness.Certain;
        return Ends(path, "/v1/messages") || Ends(path, "/v1/complete")
            ? ClaudeLikeness.Possible
            : ClaudeLikeness.None;
    }

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
