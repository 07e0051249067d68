using System.Text.Json;
using CiBudget.Budgets;

namespace CiBudget.Replay;

/// <summary>Reads scenario files.</summary>
internal static class ScenarioFile
{
    public static Scenario Load(string path)
    {
        byte[] bytes;
        try
        {
            // A pipe or a device would be read without end; as an empty file it is refused at its first place.
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
            Steps = Steps(steps, new StepReader(path, bodies)),
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

    private static ScenarioStep[] Steps(IReadOnlyList<PlacedJson> values, StepReader reader)
    {
        var steps = new ScenarioStep[values.Count];
        for (var i = 0; i < steps.Length; i++)
        {
            steps[i] = reader.Read(values[i]);
        }
        return steps;
    }

    private static string Name(Fields root, string path)
    {
        var name = root.Text("name") ?? Path.GetFileName(path).Split('.')[0];
        return IsName(name)
            ? name
            : throw root.Bad(
                "name",
                "'name' must be made of letters, digits and hyphens, as in 'card-declined'."
            );
    }

    private static bool IsName(string name)
    {
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
            {
                return false;
            }
        }
        return name.Length > 0;
    }

    private static Provenance ReadProvenance(Fields root, string path)
    {
        if (root["provenance"] is not { } value)
        {
            return Provenance.None;
        }
        var fields = new Fields(value, path, "'provenance'", "kind", "source");
        return new(
            (ProvenanceKind?)fields.Choice("kind", "constructed", "reported", "documented")
                ?? ProvenanceKind.Constructed,
            fields.Text("source") ?? ""
        );
    }
}
