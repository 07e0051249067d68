namespace CiBudget.Replay;

/// <summary>Text that Claude says.</summary>
/// <param name="Text">The whole text.</param>
public sealed record TextBlock(string Text) : ReplyBlock;
