using CiBudget.Tokens;

namespace CiBudget.Pricing;

/// <summary>
/// Where a request asks to be served: Bedrock and Vertex take 10 % more for a region than for their global endpoints. The Claude API
/// says it in the answer instead (<c>inference_geo</c>), and Foundry does not say it.
/// </summary>
/// <remarks>
/// Source: platform.claude.com, pricing page, section on third-party platforms: "regional and multi-region endpoints include a 10%
/// premium over global endpoints".
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PlaceOfService
{
    /// <summary>Served anywhere, at list price.</summary>
    public const string Global = "global";

    /// <summary>Served in a region whose name is not known.</summary>
    public const string Regional = "regional";

    /// <summary>It is not known whether the request is served in a region.</summary>
    public const string Unknown = "unknown";

    private const string VertexModels = "/publishers/anthropic/models/";
    private const string Locations = "/locations/";
    private const string BedrockModel = "/model/";

    /// <summary>The places that Bedrock's inference profiles begin with.</summary>
    internal static readonly string[] Profiles =
    [
        "global.",
        "us.",
        "eu.",
        "jp.",
        "au.",
        "apac.",
        "ca.",
        "us-gov.",
    ];

    /// <summary>The region that a request asks for. Nothing is allocated for the Claude API.</summary>
    /// <param name="url">Where the caller sent it.</param>
    /// <param name="model">The model's id as it was asked for; null when it is not known.</param>
    /// <returns>As for <see cref="Get(string, string, string?)"/>.</returns>
    public static string? Get(Uri url, string? model) =>
        KnownHosts.SiteOf(url.Host) is ClaudeSite.Claude
            ? null
            : Get(url.Host, url.AbsolutePath, model);

    /// <summary>The region that a request asks for.</summary>
    /// <param name="host">The host that the caller named.</param>
    /// <param name="path">The path, escaped as it was sent.</param>
    /// <param name="model">The model's id as it was asked for; null when it is not known.</param>
    /// <returns>
    /// <c>global</c>, a cloud's region or a profile's (<c>us-east-1</c>, <c>eu</c>); null for hosts whose price the region does not decide.
    /// </returns>
    public static string? Get(string host, string path, string? model)
    {
        if (KnownHosts.SiteOf(host) is ClaudeSite.Claude)
            return null;
        if (Has(path, VertexModels))
            return OfVertex(host, path);
        var named = model is null ? null : OfModel(model);
        var region = OfBedrockHost(host);
        if (region is null && !Has(path, BedrockModel))
            return named;
        // A profile of one's own may be in a region or not, and nothing on the wire tells.
        if (named is null && model is not null && PriceSheet.Embedded.Find(model) is null)
            return Unknown;
        return named is null or Regional ? region ?? Regional : named;
    }

    /// <summary>The region that a model's id names; null for an id that names none, as those of the Claude API and of Vertex.</summary>
    internal static string? OfModel(string id)
    {
        if (IsArn(id))
            return ModelOfArn(id) is not { } inside ? Unknown
                : OfModel(inside) is not { } place ? Unknown
                : place == Regional ? id.Split(':')[3]
                : place;
        const string Vendor = "anthropic.";
        // Gateways put a route before it: bedrock/us.anthropic.claude-….
        var start = id.LastIndexOf('/') + 1;
        var at = id.IndexOf(Vendor, start, StringComparison.Ordinal);
        if (at < 0)
            return null;
        if (at == start)
            return Regional;
        var prefix = id.Substring(start, at - start);
        return Array.IndexOf(Profiles, prefix) >= 0 ? prefix.Substring(0, prefix.Length - 1)
            : prefix[prefix.Length - 1] == '.' ? Unknown
            : null;
    }

    /// <summary>True for an Amazon resource name.</summary>
    internal static bool IsArn(string id) => id.StartsWith("arn:", StringComparison.Ordinal);

    /// <summary>
    /// The model's or profile's id in an ARN (<c>arn:aws:bedrock:us-east-1:…:inference-profile/us.anthropic.claude-…</c>); null for
    /// profiles of one's own, provisioned throughput, prompts and routers, which hide it.
    /// </summary>
    internal static string? ModelOfArn(string arn)
    {
        var parts = arn.Split([':'], 6);
        if (parts.Length < 6)
            return null;
        foreach (var kind in new[] { "foundation-model/", "inference-profile/" })
            if (parts[5].StartsWith(kind, StringComparison.Ordinal))
                return parts[5].Substring(kind.Length);
        return null;
    }

    private static bool Has(string path, string part) =>
        path.AsSpan().IndexOf(part.AsSpan(), StringComparison.Ordinal) >= 0;

    private static string OfVertex(string host, string path)
    {
        var start = path.IndexOf(Locations, StringComparison.Ordinal);
        if (start >= 0)
        {
            start += Locations.Length;
            var end = path.IndexOf('/', start);
            if (end > start)
                return path.Substring(start, end - start).ToLowerInvariant();
        }
        return host.StartsWith("aiplatform.googleapis.com", StringComparison.OrdinalIgnoreCase)
            ? Global
            : Regional;
    }

    /// <summary><c>bedrock-runtime.us-east-1.amazonaws.com</c>, with whatever stands around it: the label after Bedrock's.</summary>
    private static string? OfBedrockHost(string host)
    {
        var at = host.IndexOf("bedrock-runtime", StringComparison.OrdinalIgnoreCase);
        if (at < 0)
            at = host.IndexOf("bedrock-mantle", StringComparison.OrdinalIgnoreCase);
        if (at < 0 || (at > 0 && host[at - 1] != '.'))
            return null;
        var start = host.IndexOf('.', at) + 1;
        if (start == 0)
            return Regional;
        var end = host.IndexOf('.', start);
        return host.Substring(start, (end < 0 ? host.Length : end) - start).ToLowerInvariant();
    }
}
