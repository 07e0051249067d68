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

    /// <summary>The same for one object, whose members are written.</summary>
    public static string FormatObject(Action<Utf8JsonWriter> write) =>
        Format(json => json.Object(null, () => write(json)));

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

    /// <summary>An object, which is a member where it has a name.</summary>
    public static void Object(this Utf8JsonWriter json, string? name, Action write)
    {
        if (name is not null)
            json.WritePropertyName(name);
        json.WriteStartObject();
        write();
        json.WriteEndObject();
    }

    /// <summary>An array, which is a member where it has a name.</summary>
    public static void Array<T>(
        this Utf8JsonWriter json,
        string? name,
        IEnumerable<T> items,
        Action<T> write
    )
    {
        if (name is not null)
            json.WritePropertyName(name);
        json.WriteStartArray();
        foreach (var item in items)
            write(item);
        json.WriteEndArray();
    }

    /// <summary>An array of objects, of each of which the members are written.</summary>
    public static void Objects<T>(
        this Utf8JsonWriter json,
        string? name,
        IEnumerable<T> items,
        Action<T> write
    ) => json.Array(name, items, item => json.Object(null, () => write(item)));

    public static void Strings(this Utf8JsonWriter json, string name, IEnumerable<string> texts) =>
        json.Array(name, texts, json.WriteStringValue);
}
