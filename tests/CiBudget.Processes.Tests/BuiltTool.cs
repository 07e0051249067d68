namespace CiBudget.Tests.Shared;

/// <summary><c>cibudget</c>, as the solution built it.</summary>
internal static class BuiltTool
{
    public static string Assembly =>
        Path.Combine(
            BuildMetadata.Of("Artifacts"),
            "bin",
            "CiBudget.Tool",
            BuildMetadata.Of("Configuration").ToLowerInvariant(),
            "CiBudget.Tool.dll"
        );
}
