using System.Text.Json;

namespace CiBudget.Replay;

/// <summary>Reads scenario files.</summary>
internal static class ScenarioFile
{
    public static Scenario Load(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
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
            BodySource.Folder(Path.GetDirectoryName(Path.GetFullPath(path))!)
        );
    }

    public static Scenario Parse(byte[] bytes, string path, BodySource bodies)
    {
        var root = new Fields(
            PlacedJson.Parse(bytes, path),
            path,
            "a scenario",
            "$schema",
            "name",
            "title",
            "provenance",
            "cycle",
            "steps"
        );
        var steps = root.List("steps");
        if (steps is null or { Count: 0 })
        {
            throw root.Bad("steps", "A scenario needs 'steps', a list of at least one.");
        }
        var scenario = new Scenario
        {
            Name = Name(root, path),
            Title = root.Text("title") ?? "",
            Provenance = ReadProvenance(root, path),
            Cycle = root.Flag("cycle") ?? false,
            Steps = [.. steps.Select(step => new StepReader(path, bodies).Read(step))],
        };
        if (scenario.Cycle && scenario.Steps.Any(static step => step.Times is null))
        {
            throw root.Bad(
                "cycle",
                "In a scenario that cycles, every step needs 'times'; a step without it would never be used up."
            );
        }
        return scenario;
    }

    private static string Name(Fields root, string path)
    {
        var name = root.Text("name") ?? Path.GetFileName(path).Split('.')[0];
        return
            name.Length > 0 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? name
            : throw root.Bad(
                "name",
                "'name' must be made of letters, digits and hyphens, as in 'card-declined'."
            );
    }

    private static Provenance ReadProvenance(Fields root, string path)
    {
        if (root["provenance"] is not { } value)
        {
            return Provenance.None;
        }
        var fields = new Fields(value, path, "'provenance'", "kind", "source");
        return new(
            fields.Choice<ProvenanceKind>("kind") ?? ProvenanceKind.Constructed,
            fields.Text("source") ?? ""
        );
    }
}
