namespace CiBudget.Replay;

/// <summary>A tool that Claude asks for.</summary>
/// <param name="Name">The tool's name.</param>
/// <param name="Input">Its input, a JSON object.</param>
/// <param name="Id">The id that the tool's result must name.</param>
public sealed record ToolUseBlock(
    string Name,
    string Input,
    string Id = "toolu_01T1x1fJ34qAmk2tNTrN7Up6"
) : ReplyBlock;
