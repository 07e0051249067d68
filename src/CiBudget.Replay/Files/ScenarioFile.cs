using CiBudget.Json;

namespace CiBudget.Replay;

/// <summary>Reads scenario files.</summary>
internal static class ScenarioFile
{
    private static readonly string[] Keys =
    [
        "$schema",
        "name",
        "title",
        "provenance",
        "cycle",
        "steps",
    ];

    private static readonly string[] ProvenanceKeys = ["kind", "source"];
    private static readonly string[] Kinds = ["constructed", "reported", "documented"];

    public static Scenario Load(string path)
    {
        byte[] bytes;
        try
        {
            // A pipe or a device would be read without end; it is refused as an empty file is.
            bytes = RegularFile.IsEmpty(path) ? [] : File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ScenarioException(
                Codes.ScenarioUnknown,
                path,
                Position.None,
                $"The scenario file cannot be read: {e.Message}"
            );
        }
        return Parse(
            bytes,
            path,
            BodySources.Folder(Path.GetDirectoryName(Path.GetFullPath(path))!)
        );
    }

    public static Scenario Parse(byte[] bytes, string path, BodySource bodies)
    {
        var root = JsonTree
            .Parse(
                bytes,
                (at, what) => new ScenarioException(Codes.ScenarioInvalid, path, at, what)
            )
            .AsObject("an object such as { \"steps\": [{ \"status\": 402 }] }", Keys);
        var steps = root["steps"]?.AsList("an array of steps");
        if (steps is null or { Count: 0 })
            throw root.Fault("steps", "A scenario needs 'steps', a list of at least one.");
        var reader = new StepReader(bodies);
        var scenario = new Scenario
        {
            Name = Name(root, path),
            Title = root.Text("title") ?? "",
            Provenance = root["provenance"] is { } value ? ReadProvenance(value) : Provenance.None,
            Cycle = root["cycle"]?.AsBoolean() ?? false,
            Steps = steps.Select(reader.Read).ToArray(),
        };
        if (scenario.Cycle && scenario.Steps.Any(static step => step.Times is null))
            throw root.Fault(
                "cycle",
                "In a scenario that cycles, every step needs 'times'; a step without it would never be used up."
            );
        return scenario;
    }

    private static string Name(JsonTree root, string path)
    {
        var name = root.Text("name") ?? Path.GetFileName(path).Split('.')[0];
        return IsName(name)
            ? name
            : throw root.Fault(
                "name",
                "'name' must be made of letters, digits and hyphens, as in 'card-declined'."
            );
    }

    private static bool IsName(string name) =>
        name.Length > 0 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static Provenance ReadProvenance(JsonTree json)
    {
        json.AsObject("an object such as { \"kind\": \"constructed\" }", ProvenanceKeys);
        return new(
            json["kind"] is { } kind
                ? (ProvenanceKind)Array.IndexOf(Kinds, kind.AsChoice(Kinds))
                : ProvenanceKind.Constructed,
            json.Text("source") ?? ""
        );
    }
}
