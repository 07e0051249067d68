namespace CiBudget.Hosting;

/// <summary>Where files are that no setting names, for the gate, the test process and the tool alike.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class HostFiles
{
    /// <summary>The folder of runs, below the folder that is their home.</summary>
    public static readonly string Runs = Path.Combine("TestResults", "CiBudget");

    /// <summary>The nearest of a name in a folder or above it; null when there is none.</summary>
    /// <remarks>Where a file is wanted a folder is found, too, so that who opens it says what is wrong.</remarks>
    public static string? Above(string folder, string name)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            var path = Path.Combine(at.FullName, name);
            if (File.Exists(path) || Directory.Exists(path))
                return path;
        }
        return null;
    }

    /// <summary>What belongs to a budget file, beside it; in the current folder where there is no budget file.</summary>
    public static string Beside(string? budgetFile, string name) =>
        Path.Combine(Path.GetDirectoryName(budgetFile) ?? Environment.CurrentDirectory, name);
}
