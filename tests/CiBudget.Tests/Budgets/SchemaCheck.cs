using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CiBudget.Tests;

/// <summary>The part of JSON schema (draft 2020-12) that the budget file's schema uses. A keyword that it does not know is an error.</summary>
internal sealed class SchemaCheck(JsonNode root)
{
    private static readonly string[] Annotations =
    [
        "$schema",
        "$id",
        "$defs",
        "title",
        "description",
        "default",
        "examples",
        "allowComments",
        "allowTrailingCommas",
    ];

    public JsonNode Resolve(JsonNode reference) =>
        ((string)reference!)[2..].Split('/').Aggregate(root, (node, step) => node[step]!);

    /// <summary>What is wrong with a value; null when it is valid.</summary>
    public string? Fault(JsonNode? value) => Fault(value, root);

    /// <summary>What is wrong with a value by a part of the schema; null when it is valid.</summary>
    public string? Fault(JsonNode? value, JsonNode schema) =>
        schema
            .AsObject()
            .Where(keyword => !Annotations.Contains(keyword.Key))
            .Select(keyword =>
                Holds(keyword.Key, keyword.Value!, value, schema)
                    ? null
                    : $"{keyword.Key}: {value?.ToJsonString()}"
            )
            .FirstOrDefault(fault => fault is not null);

    /// <summary>Every object in a schema, the schema itself first.</summary>
    public static IEnumerable<JsonObject> Walk(JsonNode? node) =>
        node switch
        {
            JsonObject schema => schema
                .SelectMany(property =>
                    property.Key is "examples" or "default" ? [] : Walk(property.Value)
                )
                .Prepend(schema),
            JsonArray array => array.SelectMany(Walk),
            _ => [],
        };

    private bool Holds(string keyword, JsonNode rule, JsonNode? value, JsonNode schema) =>
        keyword switch
        {
            "$ref" => Fault(value, Resolve(rule)) is null,
            "type" => IsOf((string)rule!, value),
            "enum" => rule.AsArray().Any(word => JsonNode.DeepEquals(word, value)),
            "const" => JsonNode.DeepEquals(rule, value),
            "anyOf" => rule.AsArray().Any(one => Fault(value, one!) is null),
            "oneOf" => rule.AsArray().Count(one => Fault(value, one!) is null) == 1,
            "pattern" => !IsOf("string", value)
                || Regex.IsMatch((string)value!, (string)rule!, RegexOptions.ECMAScript),
            "minimum" => !IsOf("number", value) || (decimal)value! >= (decimal)rule,
            "maximum" => !IsOf("number", value) || (decimal)value! <= (decimal)rule,
            "exclusiveMinimum" => !IsOf("number", value) || (decimal)value! > (decimal)rule,
            "minProperties" => value is not JsonObject { Count: var count } || count >= (int)rule,
            "required" => value is not JsonObject holder
                || rule.AsArray().All(key => holder.ContainsKey((string)key!)),
            "items" => value is not JsonArray items || items.All(item => Fault(item, rule) is null),
            "uniqueItems" => value is not JsonArray all
                || all.Select(item => item?.ToJsonString()).Distinct().Count() == all.Count,
            "properties" => value is not JsonObject keys
                || keys.All(key =>
                    rule[key.Key] is not { } property || Fault(key.Value, property) is null
                ),
            "propertyNames" => value is not JsonObject names
                || names.All(name => Fault(JsonValue.Create(name.Key), rule) is null),
            "additionalProperties" => value is not JsonObject others
                || others
                    .Where(other => schema["properties"]?[other.Key] is null)
                    .All(other => IsAllowed(rule, other.Value)),
            _ => throw new NotSupportedException(
                $"The schema uses '{keyword}', which this check does not know."
            ),
        };

    private bool IsAllowed(JsonNode rule, JsonNode? value) =>
        rule.GetValueKind() != JsonValueKind.False
        && (rule.GetValueKind() == JsonValueKind.True || Fault(value, rule) is null);

    private static bool IsOf(string type, JsonNode? value) =>
        (type, value?.GetValueKind()) switch
        {

            ("object", JsonValueKind.Object)
            or
            ("array", JsonValueKind.Array)
            or ("string", JsonValueKind.String) => true,
            ("boolean", JsonValueKind.True or JsonValueKind.False)
            or ("number", JsonValueKind.Number) => true,
            ("integer", JsonValueKind.Number) => decimal.IsInteger((decimal)value!),
            _ => false,
        };
}
