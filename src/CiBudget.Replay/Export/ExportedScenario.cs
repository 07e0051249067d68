namespace CiBudget.Replay;

/// <summary>A scenario in another server's format.</summary>
/// <param name="FileName">The name that the file should have.</param>
/// <param name="Json">Its text; null when the scenario was refused, because the server would answer something else.</param>
/// <param name="Notes">What the format says only nearly, or why the scenario was refused. Each begins with <c>CIB034</c>.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record ExportedScenario(string FileName, string? Json, IReadOnlyList<string> Notes)
{
    /// <summary>True when the format cannot say what the scenario does.</summary>
    public bool Refused => Json is null;
}
