namespace CiBudget.Tool;

/// <summary>Where a path leads once every link on the way is followed, so that two names of one file are the same text.</summary>
internal static class RealPath
{
    // As many as Linux follows; a ring of links has no end.
    private const int MostLinks = 40;

    /// <summary>The path need not exist; what is missing of it stays as it is written.</summary>
    /// <exception cref="IOException">Its links go round.</exception>
    public static string Get(string path)
    {
        var full = Path.GetFullPath(path);
        for (var links = 0; links < MostLinks; links++)
        {
            if (FirstLink(full) is not var (link, target))
                return full;
            var rest = full[link.Length..].TrimStart(Path.DirectorySeparatorChar);
            full = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(link) ?? "", target, rest));
        }
        throw new IOException($"{path} leads through too many links.");
    }

    private static (string Link, string Target)? FirstLink(string full)
    {
        var root = Path.GetPathRoot(full)!;
        var walked = root;
        foreach (
            var part in full[root.Length..]
                .Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries)
        )
        {
            walked = Path.Combine(walked, part);
            if (new FileInfo(walked).LinkTarget is { } target)
                return (walked, target);
        }
        return null;
    }
}
