#if !NET
using System.Reflection;
#endif

namespace CiBudget;

/// <summary>Tells files from what only looks like one, and reads no more of them than they may hold.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RegularFile
{
#if !NET
    // What the targets of .NET Framework and of the SDK share knows no links; the runtime that they run on may.
    private static readonly MethodInfo? ResolveLinkTarget = typeof(FileSystemInfo).GetMethod(
        "ResolveLinkTarget",
        [typeof(bool)]
    );
#endif

    /// <summary>
    /// True when there is nothing to read: an empty file, and every pipe and device, which have no length. To open a pipe that nobody
    /// writes to would wait for ever, to read a device may never end.
    /// </summary>
    /// <exception cref="IOException">It is a link that leads nowhere.</exception>
    public static bool IsEmpty(string path)
    {
        FileSystemInfo file = new FileInfo(path);
        return (TargetOf(file) ?? file) is FileInfo { Exists: true, Length: 0 };
    }

    /// <summary>A file's bytes, one more than allowed at most: enough to refuse it. None of what is no regular file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static byte[] ReadAtMost(string path, int most)
    {
        if (IsEmpty(path))
            return [];
        using var stream = new FileStream(
            path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete
        );
        using var bytes = new MemoryStream();
        var piece = new byte[16 * 1024];
        int read;
        while (bytes.Length <= most && (read = stream.Read(piece, 0, piece.Length)) > 0)
            bytes.Write(piece, 0, read);
        return bytes.ToArray();
    }

    /// <summary>A file's bytes. None of what is no regular file.</summary>
    /// <exception cref="IOException">It cannot be read, or is larger.</exception>
    internal static byte[] ReadAll(string path, int most)
    {
        var bytes = ReadAtMost(path, most);
        return bytes.Length <= most
            ? bytes
            : throw new IOException(
                FormattableString.Invariant($"{path} is larger than {most} bytes")
            );
    }

#if !NET
    private static FileSystemInfo? Invoke(FileSystemInfo file)
    {
        try
        {
            return ResolveLinkTarget?.Invoke(file, [true]) as FileSystemInfo;
        }
        catch (TargetInvocationException fault) when (fault.InnerException is IOException inner)
        {
            throw new IOException(inner.Message, inner);
        }
    }
#endif

    private static FileSystemInfo? TargetOf(FileSystemInfo file) =>
#if NET
        file.ResolveLinkTarget(returnFinalTarget: true);
#else
        Invoke(file);
#endif
}
