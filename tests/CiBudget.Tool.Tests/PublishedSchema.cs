using System.Runtime.CompilerServices;
using System.Text.Json;
using CiBudget.Tests.Shared;

namespace CiBudget.Tool.Tests;

/// <summary>The schemas that are published in <c>build/schemas</c>.</summary>
internal static class PublishedSchema
{
    /// <summary>Paths of what breaks a schema, or one of its definitions.</summary>
    public static IEnumerable<string> Faults(
        JsonElement value,
        string name,
        string? definition = null
    )
    {
        var schema = JsonDocument.Parse(File.ReadAllText(PathOf(name))).RootElement;
        if (definition is null)
            return SchemaFaults.Of(value, schema);
        using var reference = JsonDocument.Parse($$"""{ "$ref": "#/$defs/{{definition}}" }""");
        return [.. SchemaFaults.Of(value, reference.RootElement, schema)];
    }

    private static string PathOf(string name, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "../../build/schemas", name);
}
