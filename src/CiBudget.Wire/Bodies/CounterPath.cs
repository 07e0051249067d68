using N = CiBudget.Wire.MessageNode;

namespace CiBudget.Wire;

/// <summary>
/// Where in an answer's usage the value at hand stands, for counters that have to be named: those that this version does not know, and
/// those whose value cannot be read.
/// </summary>
internal sealed class CounterPath
{
    private const string Usage = "usage";

    private Stack<string>? _unknownAbove;
    private byte _parent;
    private int _nameLength;

    /// <summary>The path of the unknown counter, or of what holds such counters, that was named last.</summary>
    public string Unknown { get; private set; } = "";

    /// <summary>Another answer follows.</summary>
    public void Clear()
    {
        BeginText();
        Unknown = "";
        (_parent, _nameLength) = (0, 0);
    }

    /// <summary>Another text of the same answer follows.</summary>
    public void BeginText() => _unknownAbove?.Clear();

    /// <summary>A property's name was read.</summary>
    /// <param name="parent">The node that has the property.</param>
    /// <param name="name">Its name.</param>
    /// <param name="node">What it is.</param>
    /// <param name="inEntry">True inside an entry of <c>usage.iterations</c>.</param>
    public void Property(byte parent, ReadOnlySpan<byte> name, byte node, bool inEntry)
    {
        (_parent, _nameLength) = (parent, name.Length);
        if (node == N.Unknown)
            Unknown = Above(parent, inEntry) + RecentTexts.Get(name);
    }

    /// <summary>An item of an array that this version does not know.</summary>
    public void UnknownItem() => Unknown = _unknownAbove!.Peek() + "[]";

    /// <summary>An object or array begins that this version does not know.</summary>
    public void BeginUnknown() => (_unknownAbove ??= new()).Push(Unknown);

    /// <summary>It has ended.</summary>
    public void EndUnknown() => _unknownAbove!.Pop();

    /// <summary>The path of the value at hand, from <c>usage</c> on.</summary>
    public string Of(byte node, bool inEntry) =>
        node switch
        {
            N.Usage => Usage,
            N.Iteration => Usage + ".iterations[]",
            N.Iterations => Usage + ".iterations",
            N.CacheDetail => Usage + ".cacheDetails[]",
            _ =>
                $"{Usage}.{Above(_parent, inEntry)}{MessageNames.NameOf(node, _parent, _nameLength)}",
        };

    private string Above(byte parent, bool inEntry)
    {
        if (parent == N.Unknown)
            return _unknownAbove!.Peek() + ".";
        var entry = inEntry ? "iterations[]." : "";
        return parent switch
        {
            N.CacheCreation => entry + "cache_creation.",
            N.ServerTools => entry + "server_tool_use.",
            N.OutputDetails => entry + "output_tokens_details.",
            N.PromptDetails => entry + "prompt_tokens_details.",
            N.CompletionDetails => entry + "completion_tokens_details.",
            N.CacheDetail => entry + "cacheDetails[].",
            _ => entry,
        };
    }
}
