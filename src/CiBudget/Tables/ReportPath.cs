namespace CiBudget.Tables;

/// <summary>Paths as reports show them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ReportPath
{
    /// <summary>The path below a root with <c>/</c> between its parts; unchanged when it is not below it.</summary>
    public static string Shown(string path, string? root)
    {
        if (root is null || root.Length == 0)
            return path;
        var folder = root.TrimEnd('/', '\\');
        var below =
            path.Length > folder.Length + 1
            && path.StartsWith(folder, Comparison(folder))
            && path[folder.Length] is '/' or '\\';
        return below ? path.Substring(folder.Length + 1).Replace('\\', '/') : path;
    }

    /// <summary>A root with a drive letter is Windows', where case says nothing.</summary>
    private static StringComparison Comparison(string root) =>
        root.Length > 1 && root[1] == ':'
            ? StringComparison.OrdinalIgnoreCase
            : StringComparison.Ordinal;
}
