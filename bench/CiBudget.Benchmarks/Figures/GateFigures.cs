using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CiBudget.Benchmarks;

/// <summary>How fast a run of a million calls is checked, and in how much memory.</summary>
internal static class GateFigures
{
    private const int Processes = 16;
    private const int OfEachProcess = 62_500;
    private const long Calls = (long)Processes * OfEachProcess;

    // The sums that a gate needs at least: calls and tokens by test and model.
    private const string Jq =
        "reduce inputs as $e ({}; if $e.kind == \"call\" then reduce $e.usage[] as $u (.; .[$e.test.name + \" \" + $u.model] |= "
        + "[(.[0] // 0) + 1, (.[1] // 0) + $u.inputTokens, (.[2] // 0) + $u.outputTokens, (.[3] // 0) + $u.cacheReadTokens]) else . end)";

    public static IEnumerable<Figure> Take() => Place.InNewFolder(Take);

    private static List<Figure> Take(string folder)
    {
        var full = Directory.CreateDirectory(Path.Combine(folder, "full")).FullName;
        var small = Directory.CreateDirectory(Path.Combine(folder, "small")).FullName;
        Entries.Write(full, Processes, OfEachProcess);
        Entries.Write(small, 1, 1);
        string[] files = [.. LedgerReader.Find([full])];

        var times = Pairs.Cpu(3, () => Check(full), () => Tokenize(files));
        var ratio = Pairs.MedianRatio(times[0], times[1]);
        var child = Child.Self("check", full).Checked();
        var memory = Peak(child) - Peak(Child.Self("check", small).Checked());
        var figures = new List<Figure>
        {
            new(
                "Gate over 1,000,000 entries: against tokenizing with Utf8JsonReader",
                Text.Of(Pairs.Median(times[0]) / 1e6, "ms"),
                Text.Of(Pairs.Median(times[1]) / 1e6, "ms"),
                Text.Times(ratio),
                "≤ 1.5 ×",
                ratio <= 1.5
            ),
            new(
                "Gate over 1,000,000 entries: memory beyond the runtime's own",
                Text.Bytes(memory),
                "",
                "",
                "≤ 64 MB",
                memory <= 64 << 20
            ),
        };
        figures.Add(AgainstJq(folder, files[0]));
        figures.Add(AgainstDuckDb(full));
        return figures;
    }

    /// <summary>Checks and says how much memory that took at most.</summary>
    public static int CheckAsChild(string folder)
    {
        Check(folder, expected: null);
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(self.PeakWorkingSet64.ToString(CultureInfo.InvariantCulture));
        return 0;
    }

    private static Figure AgainstJq(string folder, string file)
    {
        try
        {
            // A sixteenth: jq would take minutes for all.
            var part = Directory.CreateDirectory(Path.Combine(folder, "part")).FullName;
            File.Copy(file, Path.Combine(part, Path.GetFileName(file)));
            var ours = Child.Self("check", part).Checked();
            var jq = Child.Run("jq", "-n", Jq, file).Checked();
            return new(
                "Gate over 62,500 entries: CPU of the whole process, against jq with the same sums",
                Text.Millis(ours.Cpu),
                Text.Millis(jq.Cpu),
                Text.Times(jq.Cpu / ours.Cpu),
                "> 1 ×",
                jq.Cpu > ours.Cpu
            );
        }
        catch (InvalidOperationException e)
            when (e.Message.Contains("127", StringComparison.Ordinal))
        {
            return Figure.Beside("Gate against jq", "skipped", "jq is not installed");
        }
    }

    private static Figure AgainstDuckDb(string folder)
    {
        if (!DuckDb.IsInstalled())
            return Figure.Beside(
                "Gate over 1,000,000 entries: against DuckDB",
                "skipped",
                "its native library is not there: run it with -c Release"
            );
        var times = Pairs.Cpu(3, () => Check(folder), () => Sum(folder));
        var ratio = Pairs.MedianRatio(times[1], times[0]);
        return new(
            "Gate over 1,000,000 entries: CPU, against DuckDB with the same sums",
            Text.Of(Pairs.Median(times[0]) / 1e6, "ms"),
            Text.Of(Pairs.Median(times[1]) / 1e6, "ms"),
            Text.Times(ratio),
            "> 1 ×",
            ratio > 1
        );
    }

    private static void Sum(string folder)
    {
        if (DuckDb.Sum(folder) != Calls)
            throw new InvalidOperationException("DuckDB did not read everything.");
    }

    private static double Peak(Child child) =>
        double.Parse(child.Output, CultureInfo.InvariantCulture);

    private static void Check(string folder) => Check(folder, Calls);

    private static void Check(string folder, long? expected)
    {
        var budget = BudgetFile.Parse(
            Encoding.UTF8.GetBytes(
                """{ "run": { "cost": "$1000000" }, "test": { "calls": 10000 } }"""
            ),
            "cibudget.json"
        );
        var verdict = BudgetCheck.Run(budget, PriceSheet.Embedded, [folder], new CheckOptions());
        if (
            verdict.Outcome != Outcome.Within
            || expected is { } calls && verdict.Totals.Calls != calls
        )
            throw new InvalidOperationException(
                $"The gate says {verdict.Outcome} for {verdict.Totals.Calls} calls: {string.Join("; ", verdict.Diagnostics.Select(static f => f.Message))}"
            );
    }

    private static void Tokenize(string[] files)
    {
        var options = new JsonReaderOptions { AllowMultipleValues = true };
        var buffer = new byte[1 << 20];
        var tokens = 0L;
        foreach (var path in files)
        {
            using var file = new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.Read,
                1
            );
            var state = new JsonReaderState(options);
            var kept = 0;
            while (true)
            {
                var read = file.Read(buffer.AsSpan(kept));
                var reader = new Utf8JsonReader(
                    buffer.AsSpan(0, kept + read),
                    isFinalBlock: read == 0,
                    state
                );
                while (reader.Read())
                    tokens++;
                if (read == 0)
                    break;
                state = reader.CurrentState;
                var used = (int)reader.BytesConsumed;
                kept = kept + read - used;
                buffer.AsSpan(used, kept).CopyTo(buffer);
            }
        }
        if (tokens < Calls)
            throw new InvalidOperationException("The peer did not read everything.");
    }
}
