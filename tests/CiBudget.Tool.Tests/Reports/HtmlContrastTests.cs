using System.Globalization;
using System.Text.RegularExpressions;

namespace CiBudget.Tool.Tests.Reports;

/// <summary>Contrast by WCAG 2.2: 4.5 to 1 for text, 3 to 1 for what a chart is read by; in the light and in the dark.</summary>
public sealed partial class HtmlContrastTests
{
    private static readonly string[] Texts = ["text", "quiet", "bad", "warn", "good", "accent"];
    private static readonly string[] Marks = ["input", "write", "read", "output"];

    private static IEnumerable<TestCaseData> Pairs()
    {
        foreach (var (dark, palette) in new[] { (false, Palette(0)), (true, Palette(1)) })
        {
            foreach (var ground in new[] { "page", "card" })
            {
                foreach (var text in Texts)
                    yield return new(
                        dark,
                        text,
                        ground,
                        Ratio(palette[text], palette[ground]),
                        4.5
                    );
                foreach (var mark in Marks)
                    yield return new(
                        dark,
                        mark,
                        ground,
                        Ratio(palette[mark], palette[ground]),
                        3.0
                    );
            }
        }
    }

    [TestCaseSource(nameof(Pairs))]
    public void Colours_stand_out(
        bool dark,
        string colour,
        string ground,
        double ratio,
        double wanted
    ) =>
        Assert.That(
            ratio,
            Is.GreaterThanOrEqualTo(wanted),
            $"--{colour} on --{ground}, {(dark ? "dark" : "light")}"
        );

    /// <summary>The colours of the first (light) or second (dark) list in the page's style.</summary>
    private static Dictionary<string, string> Palette(int which)
    {
        var html = HtmlReport.Render(Sample.Verdict());
        var names = Colour().Matches(html).GroupBy(match => match.Groups["name"].Value);
        return names.ToDictionary(
            name => name.Key,
            name => name.ElementAt(which).Groups["value"].Value
        );
    }

    private static double Ratio(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string hex) =>
        0.2126 * Linear(hex[..2]) + 0.7152 * Linear(hex[2..4]) + 0.0722 * Linear(hex[4..]);

    private static double Linear(string channel)
    {
        var value =
            int.Parse(channel, NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }

    [GeneratedRegex("--(?<name>[a-z]+): #(?<value>[0-9a-f]{6});")]
    private static partial Regex Colour();
}
