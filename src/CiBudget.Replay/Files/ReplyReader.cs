using System.Text.Json;
using CiBudget.Text;
using CiBudget.Tokens;
using CiBudget.Wire;

namespace CiBudget.Replay;

/// <summary>Reads a <c>reply</c> of a scenario file.</summary>
internal sealed class ReplyReader(string path)
{
    public ClaudeReply Read(PlacedJson value)
    {
        var fields = new Fields(
            value,
            path,
            "'reply'",
            "text",
            "content",
            "model",
            "usage",
            "stopReason",
            "afterToolResult",
            "id",
            "paceMs"
        );
        if (fields.Present("text", "content") is [_, _])
        {
            throw fields.Bad("content", "A reply has 'text' or 'content', not both.");
        }
        var usual = new ClaudeReply();
        return usual with
        {
            Content =
                fields.Text("text") is { } text ? [new TextBlock(text)]
                : fields.List("content") is { } blocks ? [.. blocks.Select(Block)]
                : usual.Content,
            Model = fields.Text("model"),
            Usage = fields["usage"] is { } usage ? Count(usage) : usual.Usage,
            StopReason = fields.Text("stopReason"),
            AfterToolResult = fields.Text("afterToolResult"),
            Id = fields.Text("id") ?? usual.Id,
            Pace = fields.Milliseconds("paceMs"),
        };
    }

    private ReplyBlock Block(PlacedJson value)
    {
        var fields = new Fields(
            value,
            path,
            "a block of 'content'",
            "text",
            "thinking",
            "signature",
            "toolUse",
            "input",
            "id",
            "pieces"
        );
        ReplyBlock block = fields.Present("text", "thinking", "toolUse") switch
        {
            ["text"] => new TextBlock(fields.Text("text")!),
            ["thinking"] when fields.Text("signature") is { } signature => new ThinkingBlock(
                fields.Text("thinking")!,
                signature
            ),
            ["thinking"] => new ThinkingBlock(fields.Text("thinking")!),
            ["toolUse"] => Tool(fields),
            _ => throw fields.Bad(
                fields.At,
                "A block of 'content' has one of 'text', 'thinking' and 'toolUse'."
            ),
        };
        return block with { Pieces = fields.Texts("pieces") };
    }

    private static ToolUseBlock Tool(Fields fields)
    {
        if (fields["input"] is not { Type: JsonTokenType.StartObject } input)
        {
            throw fields.Bad("input", "A tool use needs 'input', an object.");
        }
        var tool = new ToolUseBlock(fields.Text("toolUse")!, CompactJson.Format(input));
        return fields.Text("id") is { } id ? tool with { Id = id } : tool;
    }

    private Usage Count(PlacedJson value)
    {
        var fields = new Fields(
            value,
            path,
            "'usage'",
            [.. UsageKeys.Counters, "serviceTier", "inferenceGeo", "speed"]
        );
        var usage = new Usage
        {
            ServiceTier = fields.Text("serviceTier"),
            InferenceGeo = fields.Text("inferenceGeo"),
            Speed = fields.Text("speed"),
        };
        return UsageKeys.Counters.Aggregate(
            usage,
            (sum, name) =>
                fields.Number(name, 0, 1_000_000_000_000) is { } n
                    ? UsageKeys.With(sum, name, n)
                    : sum
        );
    }
}
