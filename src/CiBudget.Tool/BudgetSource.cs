using System.CommandLine;
using CiBudget.Budgets;
using CiBudget.Hosting;

namespace CiBudget.Tool;

/// <summary>Finds the budget file that a command is about.</summary>
internal static class BudgetSource
{
    public static Option<string?> Option() =>
        new("--budget")
        {
            Description =
                "The budget file. Default: the nearest cibudget.json above the ledgers, else above this folder.",
            HelpName = "FILE",
        };

    /// <summary>The budget file; a fault when there is none.</summary>
    public static Budget Require(string? named, IReadOnlyList<string> directories) =>
        Find(named, directories)
        ?? throw new UsageException(
            $"there is no {BudgetFile.Name} here or above. Write one with 'cibudget init', or name one with --budget."
        );

    /// <summary>The budget file; null when there is none.</summary>
    public static Budget? Find(string? named, IReadOnlyList<string> directories)
    {
        if (named is not null)
            return Load(named);
        var path = directories
            .Take(1)
            .Append(Environment.CurrentDirectory)
            .Select(directory => HostFiles.Above(Path.GetFullPath(directory), BudgetFile.Name))
            .FirstOrDefault(found => found is not null);
        return path is null ? null : Load(path);
    }

    /// <summary>The budget file; an empty budget when there is none.</summary>
    public static Budget FindOrEmpty(string? named, IReadOnlyList<string> directories) =>
        Find(named, directories) ?? Budget.Empty;

    private static Budget Load(string path)
    {
        OutputFile.IsRead(path);
        return BudgetFile.Load(path);
    }
}
