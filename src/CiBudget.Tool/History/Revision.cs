using CiBudget.Hosting;

namespace CiBudget.Tool.History;

/// <summary>Which state of the sources a run was of.</summary>
internal sealed record Revision(string? Commit, string? Branch)
{
    private const string Heads = "refs/heads/";

    /// <summary>What the CI system says, else what git's own files say.</summary>
    public static Revision Current(string? commit, string? branch)
    {
        var here = OfCi() ?? OfGit(Environment.CurrentDirectory) ?? new(null, null);
        return new(commit ?? here.Commit, branch ?? here.Branch);
    }

    private static Revision? OfCi() =>
        CiHost.IsAzurePipelines
            ? new(
                CiHost.Variable("BUILD_SOURCEVERSION"),
                Short(
                    CiHost.Variable("SYSTEM_PULLREQUEST_SOURCEBRANCH")
                        ?? CiHost.Variable("BUILD_SOURCEBRANCH")
                )
            )
        : CiHost.IsGitHubActions
            ? new(
                CiHost.Variable("GITHUB_SHA"),
                CiHost.Variable("GITHUB_HEAD_REF") ?? CiHost.Variable("GITHUB_REF_NAME")
            )
        : null;

    private static Revision? OfGit(string folder)
    {
        try
        {
            if (GitFolder(folder) is not { } git)
                return null;
            var head = File.ReadAllText(Path.Combine(git, "HEAD")).Trim();
            if (!head.StartsWith("ref: ", StringComparison.Ordinal))
                return new(head, null);
            var name = head["ref: ".Length..];
            return new(CommitOf(git, name), Short(name));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A work tree has a file in its place, that names the folder.</summary>
    private static string? GitFolder(string folder) =>
        HostFiles.Above(folder, ".git") is not { } git ? null
        : Directory.Exists(git) ? git
        : Path.GetFullPath(
            File.ReadAllText(git).Trim().Replace("gitdir: ", "", StringComparison.Ordinal),
            Path.GetDirectoryName(git)!
        );

    private static string? CommitOf(string git, string name)
    {
        var common = Path.Combine(git, "commondir");
        var root = File.Exists(common)
            ? Path.GetFullPath(Path.Combine(git, File.ReadAllText(common).Trim()))
            : git;
        var loose = Path.Combine(root, name);
        if (File.Exists(loose))
            return File.ReadAllText(loose).Trim();
        var packed = Path.Combine(root, "packed-refs");
        return File.Exists(packed)
            ? File.ReadLines(packed)
                .FirstOrDefault(line => line.EndsWith(" " + name, StringComparison.Ordinal))
                ?.Split(' ')[0]
            : null;
    }

    private static string? Short(string? name) =>
        name is not null && name.StartsWith(Heads, StringComparison.Ordinal)
            ? name[Heads.Length..]
            : name;
}
