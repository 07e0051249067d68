namespace CiBudget.Benchmarks;

/// <summary>Folders.</summary>
internal static class Place
{
    /// <summary>The repository that this program was built in.</summary>
    public static string Repository { get; } = Above(AppContext.BaseDirectory);

    /// <summary>Does a job in a new folder, which is gone afterwards.</summary>
    public static T InNewFolder<T>(Func<string, T> job)
    {
        var folder = Directory.CreateTempSubdirectory("cibudget-benchmarks-").FullName;
        try
        {
            return job(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Above(string folder) =>
        File.Exists(Path.Combine(folder, "CiBudget.sln"))
            ? folder
            : Above(
                Path.GetDirectoryName(folder)
                    ?? throw new DirectoryNotFoundException(
                        "The benchmarks run inside the repository: they measure its sample."
                    )
            );
}
