using System.Text.Json;

namespace CiBudget;

/// <summary>
/// What all runs of the last 24 hours used together, as far as a process of this run was told when it ended. It lies beside the
/// process's ledger, so that limits per day can be checked where the shared counters cannot be asked.
/// </summary>
public static class DayFigures
{
    /// <summary>The end of such a file's name.</summary>
    public const string Extension = ".day.json";

    /// <summary>Writes the figures of a process, in place of earlier ones.</summary>
    /// <param name="directory">The run's directory.</param>
    /// <param name="process">The process's id, see <see cref="LedgerProcess.Id"/>.</param>
    /// <param name="used">By metric, in its unit; null when it could not be told.</param>
    /// <exception cref="IOException">They cannot be written.</exception>
    public static void Write(
        string directory,
        string process,
        IReadOnlyDictionary<Metric, decimal>? used
    )
    {
        using var file = File.Create(Path.Combine(directory, process + Extension));
        using var json = new Utf8JsonWriter(file);
        json.WriteStartObject();
        json.WriteNumber("v", 1);
        if (used is not null)
        {
            json.WriteStartObject("used");
            foreach (var (metric, value) in used.Select(one => (one.Key, one.Value)))
                json.WriteNumber(metric.ToString(), value);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    /// <summary>
    /// The latest figures that processes left in directories and below them: the largest of each metric. Empty when there is none, or
    /// when a process could not tell: what it used may be missing in the others.
    /// </summary>
    internal static IReadOnlyDictionary<Metric, decimal> Read(IEnumerable<string> directories)
    {
        var most = new Dictionary<Metric, decimal>();
        try
        {
            foreach (
                var path in directories
                    .Where(Directory.Exists)
                    .SelectMany(directory =>
                        Directory.EnumerateFiles(
                            directory,
                            "*" + Extension,
                            SearchOption.AllDirectories
                        )
                    )
            )
            {
                using var json = JsonDocument.Parse(File.ReadAllBytes(path));
                foreach (var one in json.RootElement.GetProperty("used").EnumerateObject())
                {
                    if (Enum.TryParse<Metric>(one.Name, out var metric))
                        most[metric] = Math.Max(
                            most.TryGetValue(metric, out var known) ? known : 0m,
                            one.Value.GetDecimal()
                        );
                }
            }
            return most;
        }
        catch (Exception e)
            when (e
                    is IOException
                        or UnauthorizedAccessException
                        or JsonException
                        or KeyNotFoundException
                        or InvalidOperationException
                        or FormatException
            )
        {
            return new Dictionary<Metric, decimal>();
        }
    }
}
