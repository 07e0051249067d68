namespace CiBudget.Pricing;

/// <summary>
/// What may stand around a model's id on the wire: a cloud region and a vendor before it, a snapshot date and a Bedrock
/// version after it. <c>us.anthropic.claude-opus-4-5-20251101-v1:0</c> is <c>claude-opus-4-5</c>.
/// </summary>
internal static class ModelId
{
    private static readonly string[] Vendors = ["anthropic.", "anthropic/"];

    /// <summary>
    /// The row of an id, looked up whole first and then with less and less around it, so that an id that a budget file
    /// writes out in full comes before the plain one. Never by prefix: claude-opus-5 is not claude-opus-5-5.
    /// </summary>
    public static ModelPrice? Find(IReadOnlyDictionary<string, ModelPrice> rows, string model)
    {
        if (rows.TryGetValue(model, out var row))
            return row;
        if (PlaceOfService.IsArn(model))
            return PlaceOfService.ModelOfArn(model) is { } inside ? Find(rows, inside) : null;

        var region = After(PlaceOfService.Profiles, model, 0);
        var vendor = After(Vendors, model, region);
        var version = BeforeVersion(model);
        var snapshot = BeforeSnapshot(model, version);

        return Within(rows, model, 0, version, snapshot)
            // What is written for Bedrock's bare id is the price of a region.
            ?? (
                region > 0 && !IsGlobal(model)
                    ? Within(rows, model, region, version, snapshot)
                    : null
            )
            ?? (vendor > region ? Within(rows, model, vendor, version, snapshot) : null);
    }

    private static bool IsGlobal(string model) =>
        model.StartsWith("global.anthropic.", StringComparison.Ordinal);

    private static ModelPrice? Within(
        IReadOnlyDictionary<string, ModelPrice> rows,
        string model,
        int start,
        int version,
        int snapshot
    ) =>
        Slice(rows, model, start, model.Length)
        ?? (version < model.Length ? Slice(rows, model, start, version) : null)
        ?? (snapshot < version ? Slice(rows, model, start, snapshot) : null);

    private static ModelPrice? Slice(
        IReadOnlyDictionary<string, ModelPrice> rows,
        string model,
        int start,
        int end
    ) =>
        end > start && rows.TryGetValue(model.Substring(start, end - start), out var row)
            ? row
            : null;

    private static int After(string[] prefixes, string model, int start)
    {
        foreach (var prefix in prefixes)
        {
            if (string.CompareOrdinal(model, start, prefix, 0, prefix.Length) == 0)
                return start + prefix.Length;
        }
        return start;
    }

    /// <summary>Where <c>-v1</c> or <c>-v1:0</c> begins; the end when there is none.</summary>
    private static int BeforeVersion(string model)
    {
        var digits = DigitsBefore(model, model.Length);
        if (digits < model.Length && digits > 0 && model[digits - 1] == ':')
        {
            var major = DigitsBefore(model, digits - 1);
            if (major < digits - 1)
                digits = major;
        }
        return
            digits < model.Length
            && digits >= 2
            && model[digits - 1] == 'v'
            && model[digits - 2] == '-'
            ? digits - 2
            : model.Length;
    }

    /// <summary>Where <c>-YYYYMMDD</c> or <c>@YYYYMMDD</c> begins; <paramref name="end"/> when there is none.</summary>
    private static int BeforeSnapshot(string model, int end)
    {
        var start = end - 9;
        return start >= 0 && model[start] is '-' or '@' && DigitsBefore(model, end) == start + 1
            ? start
            : end;
    }

    private static int DigitsBefore(string model, int end)
    {
        while (end > 0 && model[end - 1] is >= '0' and <= '9')
            end--;
        return end;
    }
}
