namespace CiBudget.NUnit;

/// <summary>Names that are safe as a part of a path on every system.</summary>
internal static class FileName
{
    public static string Safe(string name) =>
        string.Concat(
            name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-')
        );
}
