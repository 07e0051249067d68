namespace CiBudget.Budgets;

/// <summary>A budget file that cannot be used: what is wrong, where, what was expected.</summary>
public sealed class BudgetFileException : CiBudgetException
{
    /// <summary>Creates the exception for one place in one file.</summary>
    public BudgetFileException(string code, string path, Position position, string message)
        : base(message)
    {
        Code = code;
        Path = path;
        Position = position;
    }

    /// <summary>The code, <c>CIB002</c> or <c>CIB003</c>.</summary>
    public string Code { get; }

    /// <summary>The file's path, as given.</summary>
    public string Path { get; }

    /// <summary>Where in the file.</summary>
    public Position Position { get; }
}
