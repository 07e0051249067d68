using CiBudget.Ledger;
using CiBudget.Text;

namespace CiBudget.Tool;

/// <summary>A file that somebody named for a command's output. It is never one that the command read, nor one that it wrote already.</summary>
internal static class OutputFile
{
    private static readonly HashSet<string> Taken = new(
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
            ? StringComparer.OrdinalIgnoreCase
            : StringComparer.Ordinal
    );

    /// <summary>Begins another command, where one process runs several.</summary>
    public static void Forget() => Taken.Clear();

    /// <summary>Notes a file that the command reads.</summary>
    public static void IsRead(string path) => Taken.Add(RealPath.Get(path));

    /// <exception cref="UsageException">The command read it, or wrote it already.</exception>
    public static void Write(string path, string text)
    {
        var full = RealPath.Get(path);
        if (full.EndsWith(LedgerReader.Extension, StringComparison.OrdinalIgnoreCase))
            throw new UsageException(
                $"{SafeText.Line(path)} has the name of a ledger: name another file to write to."
            );
        // Whoever writes everything into one stream means it.
        if (!Taken.Add(full) && File.Exists(full) && new FileInfo(full).Length > 0)
            throw new UsageException(
                $"{SafeText.Line(path)} was read or written by this command already: name another file to write to."
            );
        AtomicFile.Write(path, text);
    }
}
