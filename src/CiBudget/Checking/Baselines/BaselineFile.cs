using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CiBudget.Budgets;
using CiBudget.Json;
using CiBudget.Text;

namespace CiBudget.Checking;

/// <summary>
/// The lock file <c>cibudget.baseline.json</c>: it is committed, so its tests are sorted and it holds nothing that changes from
/// run to run by itself.
/// </summary>
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
        return Load(Path.Combine(Path.GetDirectoryName(budget.Path)!, Name));
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
        var options = new JsonReaderOptions
        {
            AllowTrailingCommas = true,
            CommentHandling = JsonCommentHandling.Skip,
        };
        var reader = new Utf8JsonReader(utf8, options);
        try
        {
            var baseline = ReadFile(ref reader);
            // Anything but white space after the object is an error of the reader's own.
            reader.Read();
            return baseline;
        }
        catch (JsonException error)
        {
            var at = new Position(
                (int)(error.LineNumber ?? 0) + 1,
                (int)(error.BytePositionInLine ?? 0) + 1
            );
            throw Invalid(path, at, "the file is not valid JSON here");
        }
        catch (Unexpected unexpected)
        {
            throw Invalid(path, PositionOf(utf8, unexpected.Offset), unexpected.Message);
        }
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

    private static Baseline ReadFile(ref Utf8JsonReader reader)
    {
        reader.Read();
        Expect(ref reader, JsonTokenType.StartObject, "an object");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var baseline = new Baseline();
        while (NextKey(ref reader, seen) is { } key)
            baseline = key switch
            {
                "version" => ReadVersion(ref reader, baseline),
                "total" => baseline with { Total = ReadTest(ref reader) },
                "tests" => baseline with { Tests = ReadTests(ref reader) },
                BaselineModels.Key => baseline with { Models = ReadModels(ref reader) },
                _ => throw UnknownKey(ref reader, key, "version, total, tests, models"),
            };
        foreach (var key in new[] { "version", "total", "tests" })
            if (!seen.Contains(key))
                throw new Unexpected(reader.TokenStartIndex, "\"" + key + "\" is missing");
        return baseline;
    }

    private static Baseline ReadVersion(ref Utf8JsonReader reader, Baseline baseline)
    {
        reader.Read();
        var known =
            reader.TokenType == JsonTokenType.Number
            && reader.TryGetInt32(out var version)
            && version == Version;
        return known
            ? baseline
            : throw new Unexpected(
                reader.TokenStartIndex,
                "the version is not 1, the only one that this CiBudget reads"
            );
    }

    private static Dictionary<string, BaselineTest> ReadTests(ref Utf8JsonReader reader)
    {
        reader.Read();
        Expect(ref reader, JsonTokenType.StartObject, "an object with a member for each test");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var tests = new Dictionary<string, BaselineTest>(StringComparer.Ordinal);
        while (NextKey(ref reader, seen) is { } name)
            tests.Add(name, ReadTest(ref reader));
        return tests;
    }

    private static Dictionary<string, ModelDemand> ReadModels(ref Utf8JsonReader reader)
    {
        reader.Read();
        Expect(ref reader, JsonTokenType.StartObject, "an object with a member for each model");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var models = new Dictionary<string, ModelDemand>(StringComparer.Ordinal);
        while (NextKey(ref reader, seen) is { } name)
            models.Add(name, ReadModel(ref reader, name));
        return models;
    }

    private static ModelDemand ReadModel(ref Utf8JsonReader reader, string name)
    {
        reader.Read();
        Expect(ref reader, JsonTokenType.StartObject, "an object with counts of the model's calls");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var model = new ModelDemand { Model = name };
        while (NextKey(ref reader, seen) is { } key)
            model =
                BaselineModels.With(model, key, ReadCount(ref reader))
                ?? throw UnknownKey(ref reader, key, BaselineModels.Names);
        return model;
    }

    private static BaselineTest ReadTest(ref Utf8JsonReader reader)
    {
        reader.Read();
        Expect(
            ref reader,
            JsonTokenType.StartObject,
            "an object with " + CostKey + " and " + CallsKey
        );
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var test = new BaselineTest(0, 0);
        while (NextKey(ref reader, seen) is { } key)
            test = key switch
            {
                CostKey => test with { CostUsd = ReadNumber(ref reader) },
                CallsKey => test with { Calls = ReadCount(ref reader) },
                NoiseKey => test with { NoiseUsd = ReadNumber(ref reader) },
                _ => throw UnknownKey(ref reader, key, CostKey + ", " + CallsKey + ", " + NoiseKey),
            };
        if (!seen.Contains(CostKey) || !seen.Contains(CallsKey))
            throw new Unexpected(
                reader.TokenStartIndex,
                "both " + CostKey + " and " + CallsKey + " are needed"
            );
        return test;
    }

    private static decimal ReadNumber(ref Utf8JsonReader reader)
    {
        reader.Read();
        return
            reader.TokenType == JsonTokenType.Number
            && reader.TryGetDecimal(out var number)
            && number >= 0
            ? number
            : throw new Unexpected(
                reader.TokenStartIndex,
                "a number of dollars, 0 or more, is expected"
            );
    }

    private static long ReadCount(ref Utf8JsonReader reader)
    {
        reader.Read();
        return
            reader.TokenType == JsonTokenType.Number
            && reader.TryGetInt64(out var count)
            && count >= 0
            ? count
            : throw new Unexpected(
                reader.TokenStartIndex,
                "a whole number, 0 or more, is expected"
            );
    }

    /// <summary>The next key of an object; null at its end.</summary>
    private static string? NextKey(ref Utf8JsonReader reader, HashSet<string> seen)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndObject)
            return null;
        var key = reader.GetString()!;
        return seen.Add(key)
            ? key
            : throw new Unexpected(
                reader.TokenStartIndex,
                "\"" + SafeText.Line(key) + "\" is there twice"
            );
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string what)
    {
        if (reader.TokenType != type)
            throw new Unexpected(reader.TokenStartIndex, what + " is expected");
    }

    private static Unexpected UnknownKey(ref Utf8JsonReader reader, string key, string known) =>
        new(
            reader.TokenStartIndex,
            "\"" + SafeText.Line(key) + "\" is not known; the keys are " + known
        );

    private static BudgetFileException Invalid(string path, Position at, string what) =>
        new(
            Codes.BaselineInvalid,
            path,
            at,
            "The baseline cannot be used: " + what + ". Make it anew with: cibudget baseline save"
        );

    private static Position PositionOf(ReadOnlySpan<byte> utf8, long offset)
    {
        var before = Encoding.UTF8.GetString(utf8.Slice(0, (int)offset).ToArray());
        var line = before.Count(c => c == '\n') + 1;
        return new Position(line, before.Length - before.LastIndexOf('\n'));
    }

    private sealed class Unexpected(long offset, string message) : Exception(message)
    {
        public long Offset { get; } = offset;
    }
}
