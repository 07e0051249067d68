namespace CiBudget;

/// <summary>Finds and reads budget files.</summary>
public static class BudgetFile
{
    /// <summary>The name that is looked for.</summary>
    public const string Name = "cibudget.json";

    /// <summary>The nearest budget file in a folder or above it; null when there is none.</summary>
    public static string? Find(string directory) => throw new NotImplementedException();

    /// <summary>Reads a file.</summary>
    /// <exception cref="BudgetFileException">It is missing or not valid.</exception>
    public static Budget Load(string path) => throw new NotImplementedException();

    /// <summary>Reads text. All faults are positioned; the first one is thrown.</summary>
    /// <exception cref="BudgetFileException">It is not valid.</exception>
    public static Budget Parse(ReadOnlySpan<byte> utf8, string path) =>
        throw new NotImplementedException();
}
