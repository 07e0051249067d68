using System.Text.Json;

namespace CiBudget.Json;

/// <summary>The small JSON that CiBudget writes for itself: an object, whose members are left out where they say nothing.</summary>
internal static class JsonFile
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

    public static void Text(this Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            json.WriteString(name, value);
    }

    public static string? Text(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? value.GetString() : null;

    public static int? Number(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? value.GetInt32() : null;

    /// <exception cref="FormatException">The file cannot be read as what it should be.</exception>
    public static T Read<T>(string path, Func<JsonElement, T> read) =>
        ReadAny(
            path,
            MaxLength,
            json =>
                json.GetProperty("v").GetInt32() == 1
                    ? read(json)
                    : throw new FormatException("another version of CiBudget wrote it")
        );

    /// <summary>The same for a file that may be of any version.</summary>
    /// <exception cref="FormatException">The file cannot be read as what it should be.</exception>
    public static T ReadAny<T>(string path, int most, Func<JsonElement, T> read)
    {
        try
        {
            using var json = JsonDocument.Parse(RegularFile.ReadAll(path, most));
            return read(json.RootElement);
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
