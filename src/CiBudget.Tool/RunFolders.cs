using System.CommandLine;
using CiBudget.Budgets;
using CiBudget.Hosting;
using CiBudget.Ledger;
using CiBudget.Tables;
using CiBudget.Text;

namespace CiBudget.Tool;

/// <summary>The folders that hold the ledgers of a run, named by their paths or by the run's id.</summary>
internal static class RunFolders
{
    private const int MostNames = 5;

    public static Argument<string[]> Argument(string description) =>
        new("RUN") { Description = description, Arity = ArgumentArity.ZeroOrMore };

    /// <summary>
    /// The folders of one run, in an order that does not depend on how they were named; when none was, the run of
    /// <c>CIBUDGET_RUN</c>, else the newest of the budget file.
    /// </summary>
    /// <exception cref="UsageException">A folder does not exist, or holds several runs and nothing says which is meant.</exception>
    public static IReadOnlyList<string> Get(IReadOnlyList<string> named, Budget? budget) =>
        [
            .. Existing(named, budget)
                .SelectMany(OneRun)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The runs to compare, each with its folders: a folder that holds several is several.</summary>
    /// <exception cref="UsageException">A folder does not exist, or its runs cannot be told apart.</exception>
    public static IReadOnlyList<(string Name, IReadOnlyList<string> Folders)> Each(
        IReadOnlyList<string> named,
        Budget? budget
    ) => [.. Existing(named, budget).SelectMany(EachRun)];

    /// <summary>Where <c>dotnet test</c> keeps its runs: beside the budget file.</summary>
    public static string HomeOf(Budget? budget) => HostFiles.Beside(budget?.Path, HostFiles.Runs);

    private static IReadOnlyList<string> Existing(IReadOnlyList<string> runs, Budget? budget)
    {
        var named = runs.Select(run => FolderOf(run, budget)).ToList();
        return named.Count == 0
            ? [OfThisJob(budget) ?? Newest(budget)]
            :
            [
                .. named
                    .Select(folder => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal),
            ];
    }

    /// <summary>The folder that is named, or that of the run whose id is.</summary>
    private static string FolderOf(string named, Budget? budget)
    {
        if (Directory.Exists(named))
            return named;
        if (File.Exists(named))
            throw new UsageException($"{named} is a file; name the folder that it is in.");
        var ofRun = Runs.FolderOf(HomeOf(budget), named);
        return Directory.Exists(ofRun)
            ? ofRun
            : throw new UsageException(
                $"there is no folder {SafeText.Line(named)}, nor a run of that id in {ReportPath.Shown(HomeOf(budget), Terminal.Root)}."
            );
    }

    // To take the newest of several would leave out what the others spent; to add them up would count old runs.
    private static IReadOnlyList<string> OneRun(string folder)
    {
        var found = FoundRun.In(folder);
        var runs = found.Where(run => run.Name.Length > 0).ToList();
        var wanted = runs.Find(run => run.Name == CiHost.Variable("CIBUDGET_RUN"));
        if (runs.Count < 2 || (wanted is null && found.All(run => run.Sharded)))
            return [folder];
        if (wanted is null)
            throw new UsageException(
                $"{folder} holds {runs.Count} runs: {Names(runs)}. Name the folder of one, or set CIBUDGET_RUN to its name; the folders of several, named one by one, are taken together."
            );
        // Ledgers that do not say whose they are may be this run's.
        var chosen = found.Where(run => run == wanted || run.Name.Length == 0).ToList();
        RefuseMixed(folder, chosen, runs.Where(run => run != wanted));
        return [.. chosen.SelectMany(run => run.Folders)];
    }

    private static IEnumerable<(string, IReadOnlyList<string>)> EachRun(string folder)
    {
        var runs = FoundRun.In(folder);
        if (runs.Count < 2 || runs.All(run => run.Sharded))
            return [(Path.GetFileName(folder), [folder])];
        foreach (var run in runs)
            RefuseMixed(folder, [run], runs.Where(other => other != run));
        return runs.Select(run =>
            (run.Folders is [var only] ? Path.GetFileName(only) : run.Name, run.Folders)
        );
    }

    private static void RefuseMixed(
        string folder,
        IEnumerable<FoundRun> runs,
        IEnumerable<FoundRun> others
    )
    {
        if (runs.Any(run => others.Any(run.IsMixedWith)))
            throw new UsageException(
                $"{folder} has ledgers of several runs in one folder, so that they cannot be told apart: give each run a folder of its own."
            );
    }

    private static string Names(List<FoundRun> runs) =>
        string.Join(", ", runs.Take(MostNames).Select(run => SafeText.Line(run.Name)))
        + (runs.Count > MostNames ? " …" : "");

    /// <summary>The run that this pipeline job is about; its folder may be missing, which then is the diagnostic.</summary>
    private static string? OfThisJob(Budget? budget) =>
        CiHost.Variable("CIBUDGET_RUN") is { } run ? Runs.FolderOf(HomeOf(budget), run) : null;

    /// <summary>The run that was written to last; the folder of runs itself when it has none, which then is the diagnostic.</summary>
    private static string Newest(Budget? budget) => Runs.Latest(HomeOf(budget)) ?? HomeOf(budget);
}
