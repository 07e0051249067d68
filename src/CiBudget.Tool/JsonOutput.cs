using System.Text.Json;
using System.Text.Json.Serialization;
using CiBudget.Text;

namespace CiBudget.Tool;

/// <summary>JSON as the commands print it: members as they are named and ordered, null where there is no value.</summary>
internal static class JsonOutput
{
    /// <summary>Everything in one line.</summary>
    public static readonly JsonSerializerOptions OneLine = new()
    {
        Converters = { new TrimmedNumbers() },
    };

    private static readonly JsonSerializerOptions Indented = new(OneLine) { WriteIndented = true };

    /// <summary>Indented, lines ended by <c>\n</c>.</summary>
    public static string Format(object value) =>
        Harmless(
            JsonSerializer
                .Serialize(value, Indented)
                .Replace("\r\n", "\n", StringComparison.Ordinal) + "\n"
        );

    /// <summary>
    /// The same JSON, without <c>##</c>: a build agent looks for its commands anywhere in a line, also inside a string. Number
    /// signs stand in strings only, where the escape means the same.
    /// </summary>
    public static string Harmless(string json) =>
        json.Replace("##", "#\\u0023", StringComparison.Ordinal);

    private sealed class TrimmedNumbers : JsonConverter<decimal>
    {
        public override decimal Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        ) => reader.GetDecimal();

        public override void Write(
            Utf8JsonWriter writer,
            decimal value,
            JsonSerializerOptions options
        ) => writer.WriteNumberValue(Amount.Trimmed(value));
    }
}
