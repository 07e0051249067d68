using CiBudget.Json;

namespace CiBudget.Ledger;

/// <summary>
/// What a run's folder says of itself (<c>run.json</c>): a random identity that is made once. Ledgers name it, so that a folder that was
/// deleted and made anew while the run was on is told from the one that the run began in.
/// </summary>
/// <param name="Identity">Random; empty when the file cannot be read.</param>
/// <param name="Job">The pipeline run that made it; null outside of a pipeline.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record RunIdentity(string Identity, string? Job)
{
    internal const string FileName = "run.json";

    private const int MostBytes = 64 << 10;

    /// <summary>The identity of a folder, which is made with it when it has none.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static RunIdentity Ensure(string directory, string run, DateTimeOffset now)
    {
        if (Read(directory) is { } known)
            return known;
        Directory.CreateDirectory(directory);
        OnceFile.TryCreate(Path.Combine(directory, FileName), Content(run, now));
        return Read(directory) ?? new("", null);
    }

    /// <summary>The same, or null when it cannot be made.</summary>
    public static string? TryEnsure(string directory, string run, DateTimeOffset now)
    {
        try
        {
            return Ensure(directory, run, now).Identity;
        }
        catch (Exception e)
            when (e
                    is IOException
                        or UnauthorizedAccessException
                        or ArgumentException
                        or NotSupportedException
            )
        {
            return null; // Then the ledger cannot be written there either, and that is told.
        }
    }

    /// <summary>The identity of a folder; null when it has none.</summary>
    public static RunIdentity? Read(string directory)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
            return null;
        try
        {
            return JsonFile.ReadAny(
                path,
                MostBytes,
                json => new RunIdentity(
                    json.GetProperty("identity").GetString() ?? "",
                    json.Text("job")
                )
            );
        }
        catch (FormatException)
        {
            return new("", null);
        }
    }

    private static byte[] Content(string run, DateTimeOffset now) =>
        JsonFile.Write(json =>
        {
            json.WriteString("run", run);
            json.WriteString("identity", Guid.NewGuid().ToString("N"));
            json.WriteString("created", now.UtcDateTime);
            json.WriteString(
                "version",
                typeof(RunIdentity).Assembly.GetName().Version?.ToString(3)
            );
            if (PipelineRun.Name(Environment.GetEnvironmentVariable) is { } job)
                json.WriteString("job", job);
        });
}
