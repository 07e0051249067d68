namespace CiBudget.Ledger;

/// <summary>The run of a pipeline, as CI systems name it in their variables.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PipelineRun
{
    private static readonly string[] Variables =
    [
        "BUILD_BUILDID",
        "GITHUB_RUN_ID",
        "CI_PIPELINE_ID",
        "BUILD_TAG",
    ];

    /// <summary>Names the run that this process is part of; null outside of a pipeline.</summary>
    /// <param name="environment">Reads an environment variable.</param>
    public static string? Name(Func<string, string?> environment) =>
        Variables
            .Where(name => !string.IsNullOrEmpty(environment(name)))
            .Select(name => name + "=" + environment(name))
            .FirstOrDefault();
}
