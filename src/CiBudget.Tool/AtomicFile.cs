using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace CiBudget.Tool;

/// <summary>
/// Writes files whole or not at all: beside the target first, then by renaming. It writes to what a name is: the file that a link
/// leads to, the device, the open stream. Only regular files are ever replaced.
/// </summary>
internal static class AtomicFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private static readonly string[] FoldersOfStreams = ["/dev/fd/", "/proc/self/fd/"];

    public static void Write(string path, string text)
    {
        text = Secrets.Hide(text);
        if (Directory.Exists(path))
            throw new UsageException($"{path} is a folder; name a file.");
        if (StreamOf(path, FileAccess.Write) is { } stream)
        {
            using (stream)
                stream.Write(Utf8.GetBytes(text));
            return;
        }
        var full = RealPath.Get(path);
        // A device or a pipe has no length. An empty file has nothing to lose, so it may be written in place as well.
        if (File.Exists(full) && new FileInfo(full).Length == 0)
            WriteInto(full, text);
        else
            Replace(full, text);
    }

    private static void WriteInto(string path, string text)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.Read);
        file.Write(Utf8.GetBytes(text));
    }

    private static void Replace(string path, string text)
    {
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        var draft = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        try
        {
            File.WriteAllText(draft, text, Utf8);
            File.Move(draft, path, overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }

    /// <summary>A stream that this process has open already, by the name that Unix gives it; null for any other name.</summary>
    public static FileStream? StreamOf(string path, FileAccess access)
    {
        var number = path switch
        {
            "/dev/stdin" => "0",
            "/dev/stdout" => "1",
            "/dev/stderr" => "2",
            _ => Array.Find(
                FoldersOfStreams,
                folder => path.StartsWith(folder, StringComparison.Ordinal)
            )
                is { } folder
                ? path[folder.Length..]
                : null,
        };
        return
            !OperatingSystem.IsWindows()
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var handle)
            ? new FileStream(new SafeFileHandle(handle, ownsHandle: false), access, bufferSize: 0)
            : null;
    }
}
