using CiBudget.Json;

namespace CiBudget.Checking;

/// <summary>What is expected of a gate (one project on one target framework), written before its tests run.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record GateExpectation
{
    /// <summary>How the file's name ends.</summary>
    internal const string Extension = ".expected.json";

    /// <summary>The gate's name in the run; ledgers of its test processes name it.</summary>
    public string Gate { get; init; } = "";

    /// <summary>The project or program, full path; null when it is not known.</summary>
    internal string? Project { get; init; }

    internal string? Framework { get; init; }

    /// <summary>The test assembly, full path.</summary>
    public string? Assembly { get; init; }

    /// <summary><c>vstest</c> or <c>mtp</c>.</summary>
    public string Runner { get; init; } = "";

    /// <summary>True when the project has the package that meters its tests.</summary>
    public bool Metered { get; init; }

    /// <summary>The budget file, full path; null when there is none.</summary>
    public string? BudgetFile { get; init; }

    /// <summary>A hash of the budget file's text.</summary>
    internal string? BudgetHash { get; init; }

    /// <summary>The project's name and its target framework, for people.</summary>
    internal string Title =>
        $"{Path.GetFileNameWithoutExtension(Project ?? Assembly ?? Gate)}{(Framework is null ? "" : $" ({Framework})")}";

    internal byte[] ToJson() =>
        JsonFile.Write(json =>
        {
            json.WriteString("gate", Gate);
            json.Text("project", Project);
            json.Text("framework", Framework);
            json.Text("assembly", Assembly);
            json.WriteString("runner", Runner);
            json.WriteBoolean("metered", Metered);
            json.Text("budgetFile", BudgetFile);
            json.Text("budgetHash", BudgetHash);
        });

    /// <exception cref="FormatException">The file is not one of these.</exception>
    internal static GateExpectation Read(string path) =>
        JsonFile.Read(
            path,
            json => new GateExpectation
            {
                Gate = json.GetProperty("gate").GetString() ?? "",
                Project = json.Text("project"),
                Framework = json.Text("framework"),
                Assembly = json.Text("assembly"),
                Runner = json.Text("runner") ?? "",
                Metered = json.GetProperty("metered").GetBoolean(),
                BudgetFile = json.Text("budgetFile"),
                BudgetHash = json.Text("budgetHash"),
            }
        );
}
