using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CiBudget.MSBuild;

/// <summary>Which projects of its solution a <c>dotnet test X.slnf</c> runs.</summary>
/// <remarks>
/// MSBuild hands every project the whole solution, whichever filter was named. Where the command line does not tell which .slnf was
/// used, no project waits for another, and each judges the run as it stands.
/// </remarks>
/// <param name="only">Full paths of the projects that run; null when all do.</param>
internal sealed class SolutionFilter(IReadOnlyCollection<string>? only)
{
    private const string Extension = ".slnf";

    private static readonly JsonDocumentOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>True when the project runs.</summary>
    public bool Has(string project) =>
        only?.Contains(Path.GetFullPath(project), StringComparer.OrdinalIgnoreCase) ?? true;

    /// <summary>The filter of an invocation, by its command line.</summary>
    public static SolutionFilter Create(string invocation, string startupDirectory) =>
        CommandLineOf(invocation) is { } arguments
            ? Named(arguments, startupDirectory)
            : InFolder(startupDirectory, isOnly: false);

    internal static SolutionFilter Named(IEnumerable<string> arguments, string startupDirectory)
    {
        // What stands before the command is the program's own name; a folder named like the command is not meant by it.
        var paths = arguments
            .SkipWhile(argument => argument != "test")
            .Skip(1)
            .Select(argument => Path.Combine(startupDirectory, argument))
            .ToList();
        if (paths.LastOrDefault(path => IsFile(path, Extension)) is { } filter)
            return new(Read(filter));
        return paths.Exists(path => IsFile(path, ".sln") || IsFile(path, ".slnx"))
            ? new(null)
            : InFolder(paths.LastOrDefault(Directory.Exists) ?? startupDirectory, isOnly: true);
    }

    private static bool IsFile(string path, string extension) =>
        path.EndsWith(extension, StringComparison.OrdinalIgnoreCase) && File.Exists(path);

    /// <summary>A command that names no file takes the solution, or the filter, of its folder.</summary>
    private static SolutionFilter InFolder(string folder, bool isOnly)
    {
        var filters = Directory.EnumerateFiles(folder, "*" + Extension).ToList();
        if (filters.Count == 0)
            return new(null);
        var hasSolution =
            Directory.EnumerateFiles(folder, "*.sln").Any()
            || Directory.EnumerateFiles(folder, "*.slnx").Any();
        // Which it is cannot be said: no other project is waited for, and each gate judges the run as it stands.
        return isOnly && filters.Count == 1 && !hasSolution ? new(Read(filters[0])) : new([]);
    }

    /// <summary>The projects that a filter names, full paths; null when it cannot be read, and then no build was.</summary>
    internal static IReadOnlyCollection<string>? Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path), Lenient);
            var solution = document.RootElement.GetProperty("solution");
            // Projects are relative to the solution, which is relative to the filter.
            var folder = Path.GetDirectoryName(
                Rooted(Path.GetDirectoryName(path)!, solution.GetProperty("path"))
            )!;
            return
            [
                .. solution
                    .GetProperty("projects")
                    .EnumerateArray()
                    .Select(project => Rooted(folder, project)),
            ];
        }
        catch (Exception fault)
            when (fault
                    is IOException
                        or UnauthorizedAccessException
                        or JsonException
                        or InvalidOperationException
                        or KeyNotFoundException
            )
        {
            return null;
        }
    }

    private static string Rooted(string folder, JsonElement path) =>
        Path.GetFullPath(
            Path.Combine(folder, path.GetString()!.Replace('\\', Path.DirectorySeparatorChar))
        );

    /// <summary>The arguments of the process that a <c>VSTestSessionCorrelationId</c> (pid_guid) names; null when they are not known here.</summary>
    private static IReadOnlyList<string>? CommandLineOf(string invocation)
    {
        if (
            !int.TryParse(
                invocation.Split('_')[0],
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var id
            )
        )
            return null;
        using var self = Process.GetCurrentProcess();
        if (self.Id == id)
            return Environment.GetCommandLineArgs();
        // Other nodes of the build are processes of their own. Only Linux says without more what another process was called with.
        try
        {
            var file = FormattableString.Invariant($"/proc/{id}/cmdline");
            return File.Exists(file)
                ? Encoding.UTF8.GetString(File.ReadAllBytes(file)).Split('\0')
                : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
