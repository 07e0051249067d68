namespace CiBudget.Tool;

/// <summary>Which CI system runs this, by the variables that it sets.</summary>
internal static class CiHost
{
    public static bool IsAzurePipelines => Is("TF_BUILD");

    public static bool IsGitHubActions => Is("GITHUB_ACTIONS");

    /// <summary>The root of the sources, to which annotations are relative; null outside CI.</summary>
    public static string? SourceRoot =>
        IsAzurePipelines ? Variable("BUILD_SOURCESDIRECTORY")
        : IsGitHubActions ? Variable("GITHUB_WORKSPACE")
        : null;

    public static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static bool Is(string name) =>
        string.Equals(Variable(name), "true", StringComparison.OrdinalIgnoreCase);
}
