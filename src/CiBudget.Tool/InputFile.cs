using System.Globalization;

namespace CiBudget.Tool;

/// <summary>
/// Opens files that somebody named to be read. A pipe would be waited for without end, and a device may never end: neither is opened.
/// Streams that this process was given open (<c>/dev/stdin</c>, <c>/dev/fd/3</c>) are.
/// </summary>
internal static class InputFile
{
    private const int MostBytes = 256 * 1024 * 1024;

    /// <summary>To be read in pieces; empty for what is no regular file.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static Stream Open(string path)
    {
        if (AtomicFile.StreamOf(path, FileAccess.Read) is { } stream)
            return stream;
        OutputFile.IsRead(path);
        return RegularFile.IsEmpty(path) ? Stream.Null : File.OpenRead(path);
    }

    /// <summary>All of it.</summary>
    /// <exception cref="UsageException">It is missing, or too large to be what it should be.</exception>
    public static byte[] ReadAll(string path)
    {
        if (!File.Exists(path))
            throw new UsageException($"there is no file {path}.");
        using var bytes = new MemoryStream();
        using var file = Open(path);
        var piece = new byte[64 * 1024];
        int read;
        while ((read = file.Read(piece)) > 0)
        {
            bytes.Write(piece, 0, read);
            if (bytes.Length > MostBytes)
                throw new UsageException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{path} is larger than {MostBytes / (1024 * 1024)} MB."
                    )
                );
        }
        return bytes.ToArray();
    }
}
