namespace CiBudget.Replay.Tests;

/// <summary>The folder of the repository, for tests of files that are not compiled in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "CiBudget.sln"))
            ? folder
            : Find(
                Path.GetDirectoryName(folder)
                    ?? throw new DirectoryNotFoundException(
                        "These tests run inside the repository."
                    )
            );
}
