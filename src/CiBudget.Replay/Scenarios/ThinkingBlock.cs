namespace CiBudget.Replay;

/// <summary>What Claude thinks before it speaks.</summary>
/// <param name="Thinking">The whole thought.</param>
/// <param name="Signature">Its signature; no client checks it.</param>
public sealed record ThinkingBlock(
    string Thinking,
    string Signature = "EqQBCgIYAhIM1gbcDa9GJwZA2b3hGgxBdjrkzLoky3dl1pkiMOYds..."
) : ReplyBlock;
