using System.Text;
using System.Text.Json;
using CiBudget.Json;
using CiBudget.Text;

namespace CiBudget.Tool;

/// <summary>JSON as the commands print it.</summary>
internal static class JsonOutput
{
    /// <summary>Indented, lines ended by <c>\n</c>.</summary>
    public static string Format(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true }))
            write(json);
        var text = Encoding.UTF8.GetString(bytes.ToArray());
        return Harmless(text.Replace("\r\n", "\n", StringComparison.Ordinal) + "\n");
    }

    /// <summary>
    /// The same JSON, without <c>##</c>: a build agent looks for its commands anywhere in a line, also inside a string. Number
    /// signs stand in strings only, where the escape means the same.
    /// </summary>
    public static string Harmless(string json) =>
        json.Replace("##", "#\\u0023", StringComparison.Ordinal);

    public static void Number(this Utf8JsonWriter json, string name, decimal? number)
    {
        if (number is { } known)
            json.WriteNumber(name, Amount.Trimmed(known));
        else
            json.WriteNull(name);
    }

    public static void Strings(this Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
