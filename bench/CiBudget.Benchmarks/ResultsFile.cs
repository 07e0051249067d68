using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace CiBudget.Benchmarks;

/// <summary>The results in the repository.</summary>
internal static class ResultsFile
{
    private const string Start = "<!-- ratios: written by the program -->";
    private const string End = "<!-- end of ratios -->";

    public static void Write(IReadOnlyList<Figure> figures)
    {
        var path = Path.Combine(Place.Repository, "bench/CiBudget.Benchmarks/RESULTS.md");
        var old = File.Exists(path) ? File.ReadAllText(path) : $"# Results\n\n{Start}\n{End}\n";
        var (from, to) = (
            old.IndexOf(Start, StringComparison.Ordinal),
            old.IndexOf(End, StringComparison.Ordinal)
        );
        // What people wrote around the table stays.
        File.WriteAllText(
            path,
            old[..(from + Start.Length)] + "\n\n" + Table(figures) + "\n" + old[to..]
        );
    }

    private static string Table(IEnumerable<Figure> figures)
    {
        var text = new StringBuilder()
            .Append(
                CultureInfo.InvariantCulture,
                $"{DateTime.UtcNow:yyyy-MM-dd}, {Environment.ProcessorCount} × {Processor()}, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}\n\n"
            )
            .Append("| Figure | Ours | Peer | Ratio | Wanted | |\n|---|---:|---:|---:|---:|---|\n");
        foreach (var f in figures)
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {f.Name} | {f.Ours} | {f.Peer} | {f.Ratio} | {f.Wanted} | {f.Verdict} |\n"
            );

        return text.ToString();
    }

    private static string Processor()
    {
        const string Info = "/proc/cpuinfo";
        var model = File.Exists(Info)
            ? File.ReadLines(Info)
                .FirstOrDefault(static line =>
                    line.StartsWith("model name", StringComparison.Ordinal)
                )
            : null;
        return model?.Split(':')[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
