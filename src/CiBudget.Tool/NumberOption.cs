using System.CommandLine;
using System.Globalization;

namespace CiBudget.Tool;

/// <summary>An option that takes a whole number.</summary>
internal static class NumberOption
{
    /// <param name="name">With its dashes.</param>
    /// <param name="description">For help.</param>
    /// <param name="least">The least that it may be.</param>
    /// <param name="most">The most; null for as much as there can be.</param>
    public static Option<int?> Create(
        string name,
        string description,
        int least,
        int? most = null
    ) =>
        new(name)
        {
            Description = description,
            HelpName = "N",
            CustomParser = written =>
            {
                var text = written.Tokens[0].Value;
                if (
                    int.TryParse(
                        text,
                        NumberStyles.None,
                        CultureInfo.InvariantCulture,
                        out var number
                    )
                    && number >= least
                    && number <= (most ?? int.MaxValue)
                )
                    return number;
                var range = most is null ? $"from {least} on" : $"from {least} to {most}";
                written.AddError($"{name} needs a whole number {range}, not '{text}'.");
                return null;
            },
        };
}
