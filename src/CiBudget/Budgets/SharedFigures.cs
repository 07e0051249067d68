using System.Text.Json;
using CiBudget.Json;
using CiBudget.Ledger;
using CiBudget.Tokens;

namespace CiBudget.Budgets;

/// <summary>
/// What all runs of the last 24 hours, or of the month, used together, as far as a process of this run was told when it ended. It lies
/// beside the process's ledger, so that limits over all runs can be checked where the shared counters cannot be asked.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SharedFigures
{
    /// <summary>The end of such a file's name.</summary>
    public const string Extension = Runs.FiguresExtension;

    private const int MostBytes = 64 << 10;

    private static readonly LimitScope[] Scopes = [LimitScope.Day, LimitScope.Month];

    private readonly Dictionary<(LimitScope Scope, Metric Metric), decimal> _used = [];

    private SharedFigures() { }

    /// <summary>True when processes of the run held calls to limits over all runs.</summary>
    internal bool WereLeft { get; private set; }

    /// <summary>Writes the figures of a process, in place of earlier ones.</summary>
    /// <param name="directory">The run's directory.</param>
    /// <param name="process">The process's id, see <see cref="LedgerProcess.Id"/>.</param>
    /// <param name="used">By span and metric, in its unit; null when it could not be told.</param>
    /// <exception cref="IOException">They cannot be written.</exception>
    public static void Write(
        string directory,
        string process,
        IReadOnlyDictionary<(LimitScope Scope, Metric Metric), decimal>? used
    )
    {
        var figures = JsonFile.Write(json =>
        {
            if (used is null)
                return;
            json.WriteStartObject("used");
            foreach (
                var scope in used.GroupBy(one => one.Key.Scope, one => (one.Key.Metric, one.Value))
            )
            {
                json.WriteStartObject(scope.Key.ToString());
                foreach (var (metric, value) in scope)
                    json.WriteNumber(metric.ToString(), value);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        });
        File.WriteAllBytes(Path.Combine(directory, process + Extension), figures);
    }

    /// <summary>
    /// The latest figures that processes left in directories and below them: the largest of each metric. None is known when a process
    /// could not tell: what it used may be missing in the others.
    /// </summary>
    internal static SharedFigures Read(IEnumerable<string> directories)
    {
        var figures = new SharedFigures();
        try
        {
            foreach (var path in directories.Where(Directory.Exists).SelectMany(Files))
            {
                figures.WereLeft = true;
                foreach (var (limit, used) in JsonFile.ReadAny(path, MostBytes, Used))
                    figures._used[limit] = Math.Max(
                        figures._used.TryGetValue(limit, out var known) ? known : 0m,
                        used
                    );
            }
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            figures._used.Clear();
        }
        return figures;
    }

    /// <summary>What all runs used of a limit; null when it is not known.</summary>
    internal decimal? Get(Limit limit) =>
        _used.TryGetValue((limit.Scope, limit.Metric), out var used) ? used : null;

    private static List<((LimitScope Scope, Metric Metric) Limit, decimal Used)> Used(
        JsonElement figures
    )
    {
        var found = new List<((LimitScope Scope, Metric Metric) Limit, decimal Used)>();
        var used = figures.GetProperty("used");
        foreach (var scope in Scopes)
            if (used.TryGetProperty(scope.ToString(), out var ofScope))
                foreach (var one in ofScope.EnumerateObject())
                    if (Enum.TryParse<Metric>(one.Name, out var metric))
                        found.Add(((scope, metric), one.Value.GetDecimal()));
        return found;
    }

    private static IEnumerable<string> Files(string directory) =>
        Directory.EnumerateFiles(directory, "*" + Extension, SearchOption.AllDirectories);
}
