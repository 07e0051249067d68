namespace CiBudget.Replay;

/// <summary>One content block of a reply.</summary>
public abstract record ReplyBlock
{
    private protected ReplyBlock() { }

    /// <summary>The pieces that a stream sends it in; null to let the writer choose.</summary>
    public IReadOnlyList<string>? Pieces { get; init; }

    /// <summary>Two or three pieces that end after a space where there is one, so that a stream of it is seen to be one.</summary>
    internal static IReadOnlyList<string> Split(string text)
    {
        var pieces = new List<string>(3);
        var rest = text.AsSpan();
        for (var left = 3; left > 1; left--)
        {
            var space = rest[..(rest.Length / left)].LastIndexOf(' ');
            if (space > 0)
            {
                pieces.Add(rest[..(space + 1)].ToString());
                rest = rest[(space + 1)..];
            }
        }
        pieces.Add(rest.ToString());
        return pieces;
    }
}
