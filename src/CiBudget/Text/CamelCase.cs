namespace CiBudget.Text;

/// <summary>The members of an enum by the names that the budget file gives them: <c>OutputTokens</c> is <c>outputTokens</c>.</summary>
internal static class CamelCase<TEnum>
    where TEnum : struct, Enum
{
#pragma warning disable CA2263 // netstandard2.0 has no generic forms.
    /// <summary>In the order of declaration.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [.. Enum.GetNames(typeof(TEnum)).Select(Convert)];

    private static readonly Dictionary<string, TEnum> ByName = Enum.GetNames(typeof(TEnum))
        .ToDictionary(
            Convert,
            name => (TEnum)Enum.Parse(typeof(TEnum), name),
            StringComparer.Ordinal
        );

#pragma warning restore CA2263

    /// <summary>The member of a name that is known to be one of <see cref="Names"/>.</summary>
    public static TEnum Parse(string name) => ByName[name];

    public static bool TryParse(string name, out TEnum value) =>
        ByName.TryGetValue(name, out value);

    private static string Convert(string name) =>
        char.ToLowerInvariant(name[0]) + name.Substring(1);
}
