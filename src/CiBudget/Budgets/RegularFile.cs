namespace CiBudget;

/// <summary>Tells files from what only looks like one.</summary>
internal static class RegularFile
{
    /// <summary>
    /// True when there is nothing to read: an empty file, and every pipe and device, which have no length. To open a pipe that nobody
    /// writes to would wait for ever, to read a device may never end.
    /// </summary>
    /// <exception cref="IOException">It is a link that leads nowhere.</exception>
    public static bool IsEmpty(string path)
    {
        FileSystemInfo file = new FileInfo(path);
#if NET
        file = file.ResolveLinkTarget(returnFinalTarget: true) ?? file;
#endif
        return file is FileInfo { Exists: true, Length: 0 };
    }
}
