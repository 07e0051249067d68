using System.Xml.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Task = Microsoft.Build.Utilities.Task;

namespace CiBudget.MSBuild;

/// <summary>
/// The projects that a <c>dotnet test</c> on a solution runs. MSBuild tells a project what the solution builds, and nothing of a
/// solution filter.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class FindCiBudgetProjects : Task
{
    /// <summary>What the solution builds: <c>CurrentSolutionConfigurationContents</c>.</summary>
    [Required]
    public string Contents { get; set; } = "";

    /// <summary>Names this <c>dotnet test</c>; it begins with the id of its process.</summary>
    [Required]
    public string Invocation { get; set; } = "";

    /// <summary>The folder that the command was typed in.</summary>
    [Required]
    public string StartupDirectory { get; set; } = "";

    /// <summary>Full paths.</summary>
    [Output]
    public ITaskItem[] Projects { get; set; } = [];

    /// <inheritdoc />
    public override bool Execute()
    {
        var projects = XElement
            .Parse(Contents)
            .Descendants("ProjectConfiguration")
            .Where(project => (string?)project.Attribute("BuildProjectInSolution") != "False")
            .Select(project => (string?)project.Attribute("AbsolutePath"))
            .OfType<string>();
        var filter = SolutionFilter.Create(Invocation, StartupDirectory);
        Projects = [.. projects.Where(filter.Has).Select(path => new TaskItem(path))];
        return true;
    }
}
