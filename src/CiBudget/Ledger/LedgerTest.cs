using System.Text.Json;
using CiBudget.Json;

namespace CiBudget.Ledger;

/// <summary>Reads the <c>test</c> object of a line.</summary>
internal static class LedgerTest
{
    /// <summary>What is wrong with a line whose test cannot be read.</summary>
    public const string Fault = "its 'test' has a value of another type than the schema says";

    /// <summary>Reads the test; null when the line has none.</summary>
    /// <returns>False when there is one that cannot be read.</returns>
    public static bool TryParse(LedgerLine line, ReadOnlySpan<byte> bytes, out TestIdentity? test)
    {
        test = null;
        if (line.Test.IsMissing)
            return true;
        try
        {
            test = Parse(bytes.Slice(line.Test.Start, line.Test.Length));
            return true;
        }
        catch (Exception e)
            when (e is InvalidOperationException or FormatException or JsonException)
        {
            return false;
        }
    }

    private static TestIdentity Parse(ReadOnlySpan<byte> json)
    {
        using var document = JsonDocument.Parse(json.ToArray());
        var root = document.RootElement;
        return new()
        {
            Name = root.Text("name") ?? "",
            Fixture = root.Text("fixture"),
            Assembly = root.Text("assembly"),
            Categories = root.TryGetProperty("categories", out var categories)
                ? [.. categories.EnumerateArray().Select(category => category.GetString() ?? "")]
                : [],
            Repetition = root.Number("repetition") ?? 0,
        };
    }
}
