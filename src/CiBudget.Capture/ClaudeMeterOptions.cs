namespace CiBudget.Capture;

/// <summary>What is particular to a client that <c>AddClaudeMeter</c> meters.</summary>
public sealed class ClaudeMeterOptions
{
    /// <summary>
    /// Hosts beside the known ones to which the client sends Claude calls, written as <c>hosts</c> in the budget file: a host, or a base
    /// URL. They hold for the whole process, as those of the budget file do.
    /// </summary>
    public IList<string> Hosts { get; } = [];
}
