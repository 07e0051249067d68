namespace CiBudget.Package.Tests;

/// <summary>
/// Runtimes older than these tests' own, which programs carry with them: no machine need have them. By default the oldest; thoroughly,
/// all that are supported.
/// </summary>
internal static class OlderRuntimes
{
    public static IReadOnlyList<(string Name, string Version)> All { get; } =
    [.. TestEffort.Cases([("On8", "8.0.33"), ("On9", "9.0.22")], static _ => 0)];

    /// <summary>The name of a project, and the runtime that it runs on.</summary>
    public static IEnumerable<object[]> Cases =>
        All.Select(older => new object[] { older.Name, older.Version });

    public static IEnumerable<string> Names => All.Select(older => older.Name);
}
