using CiBudget.Ledger;

namespace CiBudget.NUnit;

/// <summary>The report of a run as a file in its folder, where `dotnet test` cannot be made to show it.</summary>
internal static class ReportFile
{
    /// <summary>Writes it anew: of the programs of a run, the one that ends last knows the whole sum.</summary>
    /// <returns>The file; null when the program was not started by `dotnet test`, or nothing can be written.</returns>
    public static FileInfo? TryWrite(string report)
    {
        if (TestSession.Session is not { Settings: { StartedByDotnetTest: true } settings })
            return null;

        try
        {
            var file = new FileInfo(Path.Combine(settings.RunDirectory, Runs.ReportFile));
            File.WriteAllText(file.FullName, report);
            return file;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Another program of the run writes its own just now, or the folder is gone: the verdict does not hang on it.
            return null;
        }
    }
}
