using System.CommandLine;

namespace CiBudget.Tool;

/// <summary>A command whose help shows examples.</summary>
internal sealed class DocumentedCommand(string name, string description, params string[] examples)
    : Command(name, description)
{
    public IReadOnlyList<string> Examples { get; } = examples;

    public DocumentedCommand Does(Func<ParseResult, int> action)
    {
        SetAction(action);
        return this;
    }

    public DocumentedCommand Does(Func<ParseResult, CancellationToken, Task<int>> action)
    {
        SetAction(action);
        return this;
    }
}
