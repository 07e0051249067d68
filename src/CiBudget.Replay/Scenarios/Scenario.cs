namespace CiBudget.Replay;

/// <summary>What a fake Claude answers, step by step. Data only: it can be read from a file, built in code, and exported.</summary>
/// <remarks>
/// A request gets the first step, in order, that matches it and is not used up (<see cref="ScenarioStep.Times"/>). When every
/// step that matches is used up, a scenario that cycles begins again with those steps; any other answers 404 and says so.
/// </remarks>
public sealed record Scenario
{
    /// <summary>Lower case words with hyphens, as in <c>payment-required</c>; a file's name when the file gave none.</summary>
    public required string Name { get; init; }

    /// <summary>One line for lists: what happened to the account.</summary>
    public string Title { get; init; } = "";

    /// <summary>How it is known that Claude answers like this.</summary>
    public Provenance Provenance { get; init; } = Provenance.None;

    /// <summary>What is answered, in order of preference; never empty.</summary>
    public required IReadOnlyList<ScenarioStep> Steps { get; init; }

    /// <summary>True when used-up steps begin again, as in "every third call fails".</summary>
    public bool Cycle { get; init; }

    /// <summary>What the official C# SDK makes of the failure, per version.</summary>
    public SdkExpectations Expected => new(this);

    /// <summary>A scenario of a few steps, built in code.</summary>
    public static Scenario Create(string name, params ScenarioStep[] steps) =>
        new() { Name = name, Steps = steps };

    /// <summary>
    /// A scenario by catalogue name (<c>payment-required</c>, <c>succeed-2-then-402</c>, <c>success?outputTokens=300</c>) or,
    /// when it ends in <c>.json</c>, by path.
    /// </summary>
    /// <exception cref="ScenarioException">There is no such scenario, or the file is not valid.</exception>
    public static Scenario Find(string nameOrPath)
    {
        ArgumentNullException.ThrowIfNull(nameOrPath);
        return nameOrPath.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? Load(nameOrPath)
            : ScenarioCatalogue.Get(nameOrPath);
    }

    /// <summary>Reads a scenario file. Comments and trailing commas are allowed; <c>build/schemas/scenario.schema.json</c> describes the rest.</summary>
    /// <exception cref="ScenarioException">The file is missing or not valid.</exception>
    public static Scenario Load(string path) => ScenarioFile.Load(path);

    /// <summary>Reads a scenario from text. Bodies in other files are refused, because there is no folder to look in.</summary>
    /// <param name="json">The text of a scenario file.</param>
    /// <param name="path">The name to show in errors.</param>
    /// <exception cref="ScenarioException">The text is not valid.</exception>
    public static Scenario Parse(string json, string path = "scenario.json") =>
        ScenarioFile.Parse(System.Text.Encoding.UTF8.GetBytes(json), path, BodySources.None);
}
