namespace CiBudget.MSBuild.Tests;

/// <summary>What a command said.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Standard output and standard error.</param>
internal sealed record CommandResult(int ExitCode, string Output)
{
    /// <summary>The lines that hold a text, trimmed.</summary>
    public IReadOnlyList<string> LinesWith(string text) =>
        [
            .. Output
                .Split('\n')
                .Select(line => line.Trim())
                .Where(line => line.Contains(text, StringComparison.Ordinal)),
        ];
}
