using System.Collections;
using Microsoft.Build.Framework;

namespace CiBudget.MSBuild.Tests;

/// <summary>A build that writes down what a task says, as the console would print it.</summary>
internal sealed class RecordingEngine : IBuildEngine8
{
    private readonly Dictionary<object, object> _objects = [];

    /// <summary>Errors and warnings.</summary>
    public List<string> Findings { get; } = [];

    /// <summary>Where the errors and warnings are explained.</summary>
    public List<string?> HelpLinks { get; } = [];

    public List<string> Messages { get; } = [];

    /// <summary>Warnings that count as errors.</summary>
    public HashSet<string> WarningsAsErrors { get; } = [];

    public bool ShouldTreatWarningAsError(string warningCode) =>
        WarningsAsErrors.Contains(warningCode);

    public bool AllowFailureWithoutError { get; set; }

    public void LogTelemetry(string eventName, IDictionary<string, string> properties) { }

    public IReadOnlyDictionary<string, string> GetGlobalProperties() =>
        new Dictionary<string, string>();

    public bool ContinueOnError => false;
    public int LineNumberOfTaskNode => 0;
    public int ColumnNumberOfTaskNode => 0;
    public string ProjectFileOfTaskNode => "test.csproj";
    public bool IsRunningMultipleNodes => false;

    public void LogErrorEvent(BuildErrorEventArgs e)
    {
        Findings.Add($"{Place(e.File, e.LineNumber, e.ColumnNumber)}: error {e.Code}: {e.Message}");
        HelpLinks.Add(e.HelpLink);
    }

    public void LogWarningEvent(BuildWarningEventArgs e)
    {
        Findings.Add(
            $"{Place(e.File, e.LineNumber, e.ColumnNumber)}: warning {e.Code}: {e.Message}"
        );
        HelpLinks.Add(e.HelpLink);
    }

    public void LogMessageEvent(BuildMessageEventArgs e) => Messages.Add(e.Message ?? "");

    public void LogCustomEvent(CustomBuildEventArgs e) => throw new NotSupportedException();

    public void RegisterTaskObject(
        object key,
        object obj,
        RegisteredTaskObjectLifetime lifetime,
        bool allowEarlyCollection
    ) => _objects[key] = obj;

    public object? GetRegisteredTaskObject(object key, RegisteredTaskObjectLifetime lifetime) =>
        _objects.GetValueOrDefault(key);

    public object? UnregisterTaskObject(object key, RegisteredTaskObjectLifetime lifetime) =>
        _objects.Remove(key, out var known) ? known : null;

    public void Yield() { }

    public void Reacquire() { }

    public bool BuildProjectFile(
        string file,
        string[] targets,
        IDictionary properties,
        IDictionary outputs
    ) => throw new NotSupportedException();

    public bool BuildProjectFile(
        string file,
        string[] targets,
        IDictionary properties,
        IDictionary outputs,
        string version
    ) => throw new NotSupportedException();

    public bool BuildProjectFilesInParallel(
        string[] files,
        string[] targets,
        IDictionary[] properties,
        IDictionary[] outputs,
        string[] versions,
        bool useCache,
        bool unload
    ) => throw new NotSupportedException();

    public BuildEngineResult BuildProjectFilesInParallel(
        string[] files,
        string[] targets,
        IDictionary[] properties,
        IList<string>[] remove,
        string[] versions,
        bool outputs
    ) => throw new NotSupportedException();

    private static string Place(string file, int line, int column) =>
        line == 0 ? file + " " : $"{file}({line},{column})";
}
