using CiBudget.Json;

namespace CiBudget.Checking;

/// <summary>What became of a gate's tests, written after them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record GateOutcome
{
    /// <summary>How the file's name ends.</summary>
    internal const string Extension = ".done.json";

    /// <summary>True when the project did not build, so that no test ran.</summary>
    internal bool BuildFailed { get; init; }

    /// <summary>True when the test run ended with an error: a failed test, an assembly that could not be loaded, a host that died.</summary>
    internal bool Failed { get; init; }

    /// <summary>True when the test run was cut off: cancelled, timed out, its host died.</summary>
    public bool Aborted { get; init; }

    /// <summary>How many tests passed or failed; null when nobody counted.</summary>
    public long? Executed { get; init; }

    /// <summary>How many of them failed.</summary>
    internal long? FailedTests { get; init; }

    /// <summary>False when the test assembly lacks the attribute that starts metering; null when nobody looked.</summary>
    public bool? HasAttribute { get; init; }

    /// <summary>Processes whose ledgers were in the run's folder then.</summary>
    internal IReadOnlyList<string> Ledgers { get; init; } = [];

    internal byte[] ToJson() =>
        JsonFile.Write(json =>
        {
            json.WriteBoolean("buildFailed", BuildFailed);
            json.WriteBoolean("failed", Failed);
            json.WriteBoolean("aborted", Aborted);
            if (Executed is { } executed)
                json.WriteNumber("executed", executed);
            if (FailedTests is { } failed)
                json.WriteNumber("failedTests", failed);
            if (HasAttribute is { } hasAttribute)
                json.WriteBoolean("hasAttribute", hasAttribute);
            json.WriteStartArray("ledgers");
            foreach (var ledger in Ledgers)
                json.WriteStringValue(ledger);
            json.WriteEndArray();
        });

    /// <exception cref="FormatException">The file is not one of these.</exception>
    internal static GateOutcome Read(string path) =>
        JsonFile.Read(
            path,
            json => new GateOutcome
            {
                BuildFailed = json.GetProperty("buildFailed").GetBoolean(),
                Failed = json.GetProperty("failed").GetBoolean(),
                Aborted = json.GetProperty("aborted").GetBoolean(),
                Executed = json.TryGetProperty("executed", out var executed)
                    ? executed.GetInt64()
                    : null,
                FailedTests = json.TryGetProperty("failedTests", out var failed)
                    ? failed.GetInt64()
                    : null,
                HasAttribute = json.TryGetProperty("hasAttribute", out var attribute)
                    ? attribute.GetBoolean()
                    : null,
                Ledgers =
                [
                    .. json.GetProperty("ledgers")
                        .EnumerateArray()
                        .Select(ledger => ledger.GetString() ?? ""),
                ],
            }
        );
}
