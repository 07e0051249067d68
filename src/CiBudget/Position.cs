namespace CiBudget;

/// <summary>A place in a text file.</summary>
/// <param name="Line">1-based; 0 when the place is the file as a whole.</param>
/// <param name="Column">1-based, in characters (UTF-16 units); 0 when the place is the file as a whole.</param>
public readonly record struct Position(int Line, int Column)
{
    /// <summary>The file as a whole.</summary>
    public static Position None => default;

    /// <summary><c>cibudget.json(4,15)</c>, as build errors name a place; the path alone for the file as a whole.</summary>
    public string In(string path) =>
        Line == 0 ? path : FormattableString.Invariant($"{path}({Line},{Column})");
}
