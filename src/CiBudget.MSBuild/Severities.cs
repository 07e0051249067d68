namespace CiBudget.MSBuild;

/// <summary>Severities as MSBuild properties spell them.</summary>
internal static class Severities
{
    /// <summary>Reads a word; an empty one gives null. False when it is none of <c>error</c>, <c>warn</c>, <c>off</c>.</summary>
    public static bool TryParse(string word, out Severity? severity)
    {
        severity = word.ToLowerInvariant() switch
        {
            "error" => Severity.Error,
            "warn" => Severity.Warn,
            "off" => Severity.Off,
            _ => null,
        };
        return severity is not null || word.Length == 0;
    }
}
