using System.Globalization;
using System.Text.RegularExpressions;

namespace CiBudget.MSBuild.Tests;

/// <summary>
/// A solution of NUnit projects One, Two, Three (net10.0) and Many (net8.0 and net10.0), gated from the sources in build/, in a
/// folder whose path holds spaces and letters beyond ASCII. Built once; tests run it with --no-build.
/// </summary>
internal sealed partial class TemporarySolution : IDisposable
{
    private static readonly string[] Projects = ["One", "Two", "Three", "Many"];

    private int _commands;

    public TemporarySolution()
        : this(NewFolder())
    {
        foreach (var project in Projects)
            Write($"{project}/{project}.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\" />");
        foreach (
            var template in Directory.GetFiles(
                Path.Combine(AppContext.BaseDirectory, "solution"),
                "*.txt"
            )
        )
            Write(
                Path.GetFileNameWithoutExtension(template),
                Placeholder().Replace(File.ReadAllText(template), Fill)
            );
        // Nothing above the folder has a say.
        Write("Directory.Packages.props", "<Project />");
        Write("global.json", "{}");
        Write("All.slnx", Solution(Projects));
        Write("Three.slnx", Solution("One", "Two", "Three"));
        Write("OneAndTwo.slnx", Solution("One", "Two"));
        Write("OneAndMany.slnx", Solution("One", "Many"));
    }

    private TemporarySolution(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>Variables of every command, beside its own.</summary>
    public Dictionary<string, string> Variables { get; } = new(CompilerServer.Variables);

    /// <summary>Another solution with the same content, so that what is built here is built there, too.</summary>
    public TemporarySolution Copy()
    {
        var copy = new TemporarySolution(NewFolder());
        foreach (var file in Directory.GetFiles(Folder, "*", SearchOption.AllDirectories))
        {
            var target = copy.PathOf(Path.GetRelativePath(Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
            // Restore and build write down full paths: the budget file's, the package configuration's, the projects'.
            if (Path.GetExtension(file) is ".json" or ".props" or ".targets" or ".cache" or ".txt")
                File.WriteAllText(target, Moved(File.ReadAllText(target), Folder, copy.Folder));
        }
        foreach (var (name, value) in Variables)
            copy.Variables[name] = value;
        return copy;
    }

    /// <summary>Full path of a file in the folder.</summary>
    public string PathOf(string file) =>
        Path.Combine(Folder, file.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>Writes a file and gives its path.</summary>
    public string Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
        File.WriteAllText(PathOf(file), text);
        return PathOf(file);
    }

    /// <summary>Runs <c>dotnet</c> in the folder. What it said is kept in the test's directory, too.</summary>
    /// <param name="arguments">Split at blanks.</param>
    /// <param name="environment">Variables on top, <c>NAME=value</c>.</param>
    public Command Dotnet(string arguments, params string[] environment)
    {
        var run = Command.Dotnet(
            Folder,
            new Dictionary<string, string>([
                .. Variables,
                .. environment
                    .Select(pair => pair.Split('=', 2))
                    .Select(pair => KeyValuePair.Create(pair[0], pair[1])),
            ]),
            arguments.Split(' ')
        );
        Keep(arguments, environment, run);
        return run;
    }

    /// <summary>Writes the budget file and forgets the runs until now.</summary>
    public void StartOver(string budget)
    {
        Write("cibudget.json", budget);
        if (Directory.Exists(PathOf("TestResults")))
            Directory.Delete(PathOf("TestResults"), recursive: true);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private void Keep(string arguments, string[] environment, Command run)
    {
        var file = Path.Combine(
            TestContext.CurrentContext.WorkDirectory,
            "commands",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{++_commands:00} {TestContext.CurrentContext.Test.Name}.txt"
            )
        );
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(
            file,
            $"{string.Join(' ', environment)} dotnet {arguments}\n\n{run.Output}\n\nexit code {run.ExitCode}\n"
        );
    }

    private static string NewFolder() =>
        Path.Combine(Path.GetTempPath(), $"CiBudget gate {Guid.NewGuid():N} ü日本");

    // JSON may spell the letters beyond ASCII as escapes.
    private static string Moved(string text, string from, string to) =>
        text.Replace(from, to, StringComparison.Ordinal)
            .Replace(Escaped(from), Escaped(to), StringComparison.Ordinal);

    private static string Escaped(string path) =>
        System.Text.Json.JsonSerializer.Serialize(path).Trim('"');

    private static string Solution(params string[] projects) =>
        $"<Solution>{string.Concat(projects.Select(project => $"<Project Path=\"{project}/{project}.csproj\" />"))}</Solution>";

    private static string Fill(Match placeholder) =>
        placeholder.Groups[1].Value switch
        {
            "TaskAssembly" => Repository.TaskAssembly,
            "CoreAssembly" => Repository.CoreAssembly,
            "BuildFolder" => Repository.BuildFolder,
            var package => Repository.VersionOf(package),
        };

    // A word or a package id in braces; C# has braces, too, but never around one of these alone.
    [GeneratedRegex(@"\{(TaskAssembly|CoreAssembly|BuildFolder|NUnit\w*|Microsoft\.[\w.]+)\}")]
    private static partial Regex Placeholder();
}
