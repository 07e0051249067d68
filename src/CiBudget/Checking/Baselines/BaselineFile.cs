using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CiBudget.Budgets;
using CiBudget.Hosting;
using CiBudget.Json;
using CiBudget.Text;

namespace CiBudget.Checking;

/// <summary>
/// The lock file <c>cibudget.baseline.json</c>: it is committed, so its tests are sorted and it holds nothing that changes from
/// run to run by itself.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class BaselineFile
{
    /// <summary>The file's usual name.</summary>
    public const string Name = "cibudget.baseline.json";

    private const int Version = 1;

    /// <summary>A line for each of a hundred thousand tests.</summary>
    private const int MostBytes = 64 << 20;

    /// <summary>Quotes and other scripts stay readable: the file is read in diffs, never put into a page.</summary>
    private static readonly JsonWriterOptions Written = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private const string CostKey = "costUsd";
    private const string CallsKey = "calls";
    private const string NoiseKey = "noiseUsd";

    private static readonly string[] Keys = ["version", "total", "tests", BaselineModels.Key];
    private static readonly string[] TestKeys = [CostKey, CallsKey, NoiseKey];

    /// <summary>The file's text, lines ended by <c>\n</c>.</summary>
    public static string Write(Baseline baseline)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Written))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            Write(json, "total", baseline.Total);
            json.WriteStartObject("tests");
            foreach (var test in baseline.Tests.OrderBy(test => test.Key, StringComparer.Ordinal))
                Write(json, test.Key, test.Value);
            json.WriteEndObject();
            if (baseline.Models is { } models)
                BaselineModels.Write(json, models);
            json.WriteEndObject();
        }
        return Visible(Encoding.UTF8.GetString(bytes.ToArray()).Replace("\r\n", "\n")) + "\n";
    }

    /// <summary>What a reviewer of the file could not see, or would see in the wrong place, is escaped.</summary>
    private static string Visible(string json)
    {
        var visible = new StringBuilder(json.Length);
        foreach (var c in json)
            if (
                c != '\n'
                && CharUnicodeInfo.GetUnicodeCategory(c)
                    is (UnicodeCategory.Control or UnicodeCategory.Format)
            )
                visible.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
            else
                visible.Append(c);
        return visible.ToString();
    }

    /// <summary>The baseline that a budget asks for, from the file beside it; null when it asks for none.</summary>
    /// <exception cref="BudgetFileException">The file is missing or not valid: <c>CIB027</c>.</exception>
    public static Baseline? LoadFor(Budget budget)
    {
        if (budget.Path is null || (budget.BaselineTolerance is null && !budget.OnlyNewlyBroken))
            return null;
        return Load(HostFiles.Beside(budget.Path, Name));
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="BudgetFileException">The file is missing or not valid: <c>CIB027</c>.</exception>
    public static Baseline Load(string path)
    {
        byte[] bytes;
        try
        {
            bytes = RegularFile.ReadAll(path, MostBytes);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Invalid(
                path,
                Position.None,
                File.Exists(path) ? "it cannot be read" : "there is no such file"
            );
        }
        return Parse(bytes, path);
    }

    /// <summary>Reads the file's text. Comments and trailing commas are allowed.</summary>
    /// <exception cref="BudgetFileException">It is not valid: <c>CIB027</c> with its place.</exception>
    public static Baseline Parse(ReadOnlySpan<byte> utf8, string path)
    {
        var json = JsonTree.Parse(utf8, (at, what) => Invalid(path, at, what));
        json.AsObject("an object with version, total and tests", Keys);
        Require(json, "version")
            .AsInteger(Version, Version, "version 1, the only one that this CiBudget reads");
        return new Baseline
        {
            Total = Test(Require(json, "total")),
            Tests = Require(json, "tests")
                .AsObject("an object with a member for each test")
                .Items.ToDictionary(test => test.Name, Test, StringComparer.Ordinal),
            Models = json[BaselineModels.Key]
                ?.AsObject("an object with a member for each model")
                .Items.ToDictionary(model => model.Name, Model, StringComparer.Ordinal),
        };
    }

    private static void Write(Utf8JsonWriter json, string name, BaselineTest test)
    {
        json.WriteStartObject(name);
        json.WriteNumber(CostKey, Amount.Trimmed(test.CostUsd));
        json.WriteNumber(CallsKey, test.Calls);
        if (test.NoiseUsd != 0)
            json.WriteNumber(NoiseKey, Amount.Trimmed(test.NoiseUsd));
        json.WriteEndObject();
    }

    private static BaselineTest Test(JsonTree json)
    {
        json.AsObject($"an object with {CostKey} and {CallsKey}", TestKeys);
        return new BaselineTest(
            Usd(Require(json, CostKey)),
            Count(Require(json, CallsKey)),
            json[NoiseKey] is { } noise ? Usd(noise) : 0
        );
    }

    private static ModelDemand Model(JsonTree json) =>
        json.AsObject("an object with counts of the model's calls", BaselineModels.Names)
            .Items.Aggregate(
                new ModelDemand { Model = json.Name },
                (model, count) => BaselineModels.With(model, count.Name, Count(count))
            );

    private static decimal Usd(JsonTree json) =>
        json.AsDecimal("a number of dollars, 0 or more", usd => usd >= 0);

    private static long Count(JsonTree json) =>
        json.AsInteger(0, long.MaxValue, "a whole number, 0 or more");

    private static JsonTree Require(JsonTree json, string name) =>
        json[name] ?? throw json.Fault($"\"{name}\" is missing");

    private static BudgetFileException Invalid(string path, Position at, string what) =>
        new(
            Codes.BaselineInvalid,
            path,
            at,
            "The baseline cannot be used: " + what + ". Make it anew with: cibudget baseline save"
        );
}
