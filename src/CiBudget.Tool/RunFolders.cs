using System.CommandLine;

namespace CiBudget.Tool;

/// <summary>The folders that hold the ledgers of a run.</summary>
internal static class RunFolders
{
    public static Argument<string[]> Argument(string description) =>
        new("DIR") { Description = description, Arity = ArgumentArity.ZeroOrMore };

    /// <summary>The folders that were named, in an order that does not depend on how; else the newest run of the budget file.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> named, Budget? budget)
    {
        foreach (var directory in named.Where(directory => !Directory.Exists(directory)))
            throw new UsageException(
                File.Exists(directory)
                    ? $"{directory} is a file; name the folder that it is in."
                    : $"there is no folder {directory}."
            );
        return named.Count == 0
            ? [Newest(budget)]
            : [.. named.Select(Path.GetFullPath).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>Where <c>dotnet test</c> keeps its runs: beside the budget file.</summary>
    public static string HomeOf(Budget? budget) =>
        Path.Combine(
            Path.GetDirectoryName(budget?.Path) ?? Environment.CurrentDirectory,
            "TestResults",
            "CiBudget"
        );

    /// <summary>The run that was written to last; the folder of runs itself when it has none, which then is the finding.</summary>
    private static string Newest(Budget? budget)
    {
        var home = HomeOf(budget);
        return Directory.Exists(home)
            ? Directory
                .GetDirectories(home)
                .Where(HasLedger)
                .OrderByDescending(Directory.GetLastWriteTimeUtc)
                .FirstOrDefault(home)
            : home;
    }

    private static bool HasLedger(string directory) =>
        Directory
            .EnumerateFiles(directory, "*" + LedgerWriter.Extension, SearchOption.AllDirectories)
            .Any();
}
