using System.Text.Json;
using CiBudget.Tables;
using CiBudget.Text;

namespace CiBudget.Tool.History;

/// <summary>The runs of a repository, one a line, in a file that CI keeps from run to run. It only grows.</summary>
internal static class HistoryFile
{
    public const string Name = "cibudget.history.jsonl";

    /// <summary>The entries, oldest first. A run that was added again is there once, as it was added last.</summary>
    /// <exception cref="UsageException">There is no such file, or a line of it is none of a history.</exception>
    public static IReadOnlyList<HistoryEntry> Read(string path)
    {
        var entries = new Dictionary<string, HistoryEntry>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in Lines(InputFile.ReadAll(path)))
        {
            number++;
            if (line.Span.Trim((byte)' ').Trim((byte)'\r').IsEmpty)
                continue;
            try
            {
                var entry = HistoryEntry.Parse(line);
                entries[entry.Run] = entry;
            }
            catch (JsonException fault)
            {
                throw new UsageException(
                    $"{new Position(number, 1).In(ReportPath.Shown(path, Terminal.Root))}: this is no line of a history: {SafeText.Line(fault.Message)}. Take the line out; 'cibudget history add' writes these files."
                );
            }
        }
        return
        [
            .. entries
                .Values.OrderBy(entry => entry.Time)
                .ThenBy(entry => entry.Run, StringComparer.Ordinal),
        ];
    }

    /// <summary>Adds a line in one write; a last line that was torn is ended first.</summary>
    public static void Append(string path, HistoryEntry entry)
    {
        byte[] line =
        [
            .. JsonSerializer.SerializeToUtf8Bytes(entry.ToJson(), JsonOutput.OneLine),
            (byte)'\n',
        ];
        var full = RealPath.Get(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        using var file = new FileStream(
            full,
            FileMode.OpenOrCreate,
            FileAccess.ReadWrite,
            FileShare.Read
        );
        if (!file.CanSeek)
            throw NoRegularFile(path);
        if (file.Length > 0)
        {
            file.Seek(-1, SeekOrigin.End);
            if (file.ReadByte() != '\n')
                line = [(byte)'\n', .. line];
        }
        file.Write(line);
        // Until then the length is that of what was meant to be written.
        file.Flush();
        if (file.Length < line.Length)
            throw NoRegularFile(path);
    }

    private static UsageException NoRegularFile(string path) =>
        new($"{path} is no regular file: a history is added to.");

    private static IEnumerable<ReadOnlyMemory<byte>> Lines(byte[] text)
    {
        ReadOnlyMemory<byte> rest = text;
        while (!rest.IsEmpty)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            yield return end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
        }
    }
}
