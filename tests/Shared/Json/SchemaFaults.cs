using System.Text.Json;
using System.Text.RegularExpressions;

namespace CiBudget.Tests.Shared;

/// <summary>Holds JSON against a published schema.</summary>
internal static class SchemaFaults
{
    /// <summary>Paths of what breaks the schema, for the few keywords that it uses.</summary>
    public static IEnumerable<string> Of(JsonElement value, JsonElement schema) =>
        Of(value, schema, schema);

    /// <summary>The same for a part of a schema, whose definitions are the root's.</summary>
    public static IEnumerable<string> Of(JsonElement value, JsonElement schema, JsonElement root) =>
        Faults(value, schema, root, "$");

    private static IEnumerable<string> Faults(
        JsonElement value,
        JsonElement schema,
        JsonElement root,
        string path
    )
    {
        if (schema.TryGetProperty("$ref", out var reference))
            schema = root.GetProperty("$defs").GetProperty(reference.GetString()!.Split('/')[^1]);
        if (schema.TryGetProperty("type", out var type) && !IsOfType(value, type))
            return [path];
        if (
            schema.TryGetProperty("enum", out var allowed)
            && !allowed.EnumerateArray().Any(item => item.ToString() == value.ToString())
        )
            return [path];
        if (schema.TryGetProperty("const", out var only) && only.ToString() != value.ToString())
            return [path];
        if (
            schema.TryGetProperty("pattern", out var pattern)
            && value.ValueKind == JsonValueKind.String
            && !Regex.IsMatch(value.GetString()!, pattern.GetString()!)
        )
            return [path];
        return value.ValueKind switch
        {
            JsonValueKind.Object when schema.TryGetProperty("properties", out var known) => schema
                .GetProperty("required")
                .EnumerateArray()
                .Select(name => name.GetString()!)
                .Where(name => !value.TryGetProperty(name, out _))
                .Select(name => path + "." + name)
                .Concat(
                    value
                        .EnumerateObject()
                        .SelectMany(member =>
                            known.TryGetProperty(member.Name, out var inner)
                                ? Faults(member.Value, inner, root, path + "." + member.Name)
                                : [path + "." + member.Name]
                        )
                ),
            JsonValueKind.Array => value
                .EnumerateArray()
                .SelectMany(item => Faults(item, schema.GetProperty("items"), root, path)),
            _ => [],
        };
    }

    private static bool IsOfType(JsonElement value, JsonElement type) =>
        type.ValueKind == JsonValueKind.Array
            ? type.EnumerateArray().Any(one => IsOfType(value, one))
            : type.GetString() switch
            {
                "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
                "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
                var name => string.Equals(
                    value.ValueKind.ToString(),
                    name,
                    StringComparison.OrdinalIgnoreCase
                ),
            };
}
