using CiBudget.Json;
using CiBudget.Text;

namespace CiBudget.Budgets;

/// <summary>Reads budget files.</summary>
public static class BudgetFile
{
    /// <summary>The name that is looked for.</summary>
    public const string Name = "cibudget.json";

    /// <summary>The most bytes that a budget file may have.</summary>
    internal const int MostBytes = 1024 * 1024;

    /// <summary>Reads a file.</summary>
    /// <exception cref="BudgetFileException">It is missing or not valid.</exception>
    public static Budget Load(string path)
    {
        try
        {
            var full = Path.GetFullPath(path);
            return Directory.Exists(full)
                ? throw Missing(path, "it is a folder, not a file")
                : Parse(RegularFile.ReadAtMost(full, MostBytes), full);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Missing(path, "there is no such file");
        }
        catch (UnauthorizedAccessException)
        {
            throw Missing(path, "access is denied");
        }
        catch (Exception fault)
            when (fault is IOException or ArgumentException or NotSupportedException)
        {
            throw Missing(path, SafeText.Excerpt(fault.Message));
        }
    }

    /// <summary>Reads text. All faults are positioned; the first one is thrown.</summary>
    /// <exception cref="BudgetFileException">It is not valid.</exception>
    public static Budget Parse(ReadOnlySpan<byte> utf8, string path)
    {
        if (utf8.Length > MostBytes)
            throw new BudgetFileException(
                Codes.BudgetFileInvalid,
                path,
                Position.None,
                "the file is larger than 1 MB"
            );
        var json = JsonTree.Parse(
            utf8,
            (place, message) =>
                new BudgetFileException(Codes.BudgetFileInvalid, path, place, message)
        );
        return new BudgetReader().Read(json, path);
    }

    private static BudgetFileException Missing(string path, string reason) =>
        new(
            Codes.BudgetFileMissing,
            path,
            Position.None,
            $"the budget file cannot be read: {reason}"
        );
}
