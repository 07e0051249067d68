namespace CiBudget.Wire;

/// <summary>Tells by a Bedrock model id, as it stands in a path, whose model it is.</summary>
internal static class BedrockModel
{
    private static readonly string[] Places =
    [
        "global",
        "us",
        "us-gov",
        "eu",
        "apac",
        "jp",
        "au",
        "ca",
        "sa",
        "me",
        "af",
        "in",
        "cn",
    ];

    /// <summary>
    /// True when the id says so: <c>amazon.nova-pro-v1:0</c>, <c>us.meta.llama4</c>, alone or at the end of an ARN. False for Claude's
    /// models, and for ids that name no vendor (application inference profiles, prompts, provisioned and custom models): those may
    /// be Claude, and what may cost money is not passed over.
    /// </summary>
    public static bool IsOfAnotherVendor(ReadOnlySpan<char> model)
    {
        // An ARN that says "anthropic" anywhere is Claude's; one of another service, or of a model that the user brought, is not.
        if (Has(model, "anthropic."))
            return false;
        if (Has(model, "imported-model") || Has(model, "sagemaker"))
            return true;
        var id = LastPart(model);
        var dot = id.IndexOf('.');
        if (dot > 0 && IsPlace(id.Slice(0, dot)))
        {
            id = id.Slice(dot + 1);
            dot = id.IndexOf('.');
        }
        return dot > 0 && IsName(id.Slice(0, dot));
    }

    /// <summary>What stands behind the last slash, plain or escaped.</summary>
    private static ReadOnlySpan<char> LastPart(ReadOnlySpan<char> model)
    {
        var slash = model.LastIndexOf('/') + 1;
        var escaped = Math.Max(
            model.LastIndexOf("%2F".AsSpan()),
            model.LastIndexOf("%2f".AsSpan())
        );
        return model.Slice(Math.Max(slash, escaped < 0 ? 0 : escaped + "%2F".Length));
    }

    private static bool IsPlace(ReadOnlySpan<char> text)
    {
        foreach (var place in Places)
            if (text.Equals(place.AsSpan(), StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    /// <summary>Vendors have short names of letters and digits.</summary>
    private static bool IsName(ReadOnlySpan<char> text)
    {
        foreach (var unit in text)
            if (unit is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9')))
                return false;
        return true;
    }

    private static bool Has(ReadOnlySpan<char> text, string part) =>
        text.IndexOf(part.AsSpan(), StringComparison.OrdinalIgnoreCase) >= 0;
}
