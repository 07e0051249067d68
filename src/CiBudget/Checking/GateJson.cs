using System.Text.Json;

namespace CiBudget.Checking;

/// <summary>The small JSON files that gates leave.</summary>
internal static class GateJson
{
    /// <summary>None of these files comes near it.</summary>
    private const int MaxLength = 4 << 20;

    public static byte[] Write(Action<Utf8JsonWriter> members)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteNumber("v", 1);
            members(json);
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }

    public static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            json.WriteString(name, value);
    }

    public static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? value.GetString() : null;

    /// <exception cref="FormatException">The file cannot be read as what it should be.</exception>
    public static T Read<T>(string path, Func<JsonElement, T> read)
    {
        try
        {
            using var json = JsonDocument.Parse(RegularFile.ReadAll(path, MaxLength));
            return json.RootElement.GetProperty("v").GetInt32() == 1
                ? read(json.RootElement)
                : throw new FormatException("another version of CiBudget wrote it");
        }
        catch (Exception e)
            when (e
                    is IOException
                        or UnauthorizedAccessException
                        or JsonException
                        or InvalidOperationException
                        or KeyNotFoundException
            )
        {
            throw new FormatException("it cannot be read", e);
        }
    }
}
