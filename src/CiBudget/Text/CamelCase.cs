namespace CiBudget.Text;

/// <summary>The members of an enum by the names that the budget file gives them: <c>OutputTokens</c> is <c>outputTokens</c>.</summary>
internal static class CamelCase<TEnum>
    where TEnum : struct, Enum
{
#pragma warning disable CA2263 // netstandard2.0 has no generic forms.
    private static readonly string[] InOrder = Array.ConvertAll(
        Enum.GetNames(typeof(TEnum)),
        Texts.LowerFirst
    );

    // Both in the order of values. A dictionary would be compiled anew for each enum.
    public static readonly TEnum[] Values = (TEnum[])Enum.GetValues(typeof(TEnum));
#pragma warning restore CA2263

    /// <summary>In the order of declaration.</summary>
    public static IReadOnlyList<string> Names => InOrder;

    /// <summary>The member of a name that is known to be one of <see cref="Names"/>.</summary>
    public static TEnum Parse(string name) => Values[Array.IndexOf(InOrder, name)];

    public static bool TryParse(string name, out TEnum value)
    {
        var at = Array.IndexOf(InOrder, name);
        value = at < 0 ? default : Values[at];
        return at >= 0;
    }
}
