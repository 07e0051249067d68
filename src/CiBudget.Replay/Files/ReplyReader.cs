using System.Text.Json;
using CiBudget.Json;
using CiBudget.Tokens;

namespace CiBudget.Replay;

/// <summary>Reads a <c>reply</c> of a scenario file.</summary>
internal static class ReplyReader
{
    private static readonly string[] Keys =
    [
        "text",
        "content",
        "model",
        "usage",
        "stopReason",
        "afterToolResult",
        "id",
        "paceMs",
    ];

    private static readonly string[] BlockKeys =
    [
        "text",
        "thinking",
        "signature",
        "toolUse",
        "input",
        "id",
        "pieces",
    ];

    private static readonly string[] UsageFacts = ["serviceTier", "inferenceGeo", "speed"];

    public static ClaudeReply Read(JsonTree json)
    {
        json.AsObject("an object such as { \"text\": \"Hello\" }", Keys);
        if (json.Present("text", "content") is [_, _])
            throw json.Fault("content", "A reply has 'text' or 'content', not both.");
        var usual = new ClaudeReply();
        return usual with
        {
            Content =
                json.Text("text") is { } text ? [new TextBlock(text)]
                : json["content"]?.AsList("an array of blocks") is { } blocks
                    ? [.. blocks.Select(Block)]
                : usual.Content,
            Model = json.Text("model"),
            Usage = json["usage"] is { } usage ? Count(usage) : usual.Usage,
            StopReason = json.Text("stopReason"),
            AfterToolResult = json.Text("afterToolResult"),
            Id = json.Text("id") ?? usual.Id,
            Pace = json.Milliseconds("paceMs"),
        };
    }

    private static ReplyBlock Block(JsonTree json)
    {
        json.AsObject("a block such as { \"text\": \"Hello\" }", BlockKeys);
        ReplyBlock block = json.Present("text", "thinking", "toolUse") switch
        {
            ["text"] => new TextBlock(json.Text("text")!),
            ["thinking"] when json.Text("signature") is { } signature => new ThinkingBlock(
                json.Text("thinking")!,
                signature
            ),
            ["thinking"] => new ThinkingBlock(json.Text("thinking")!),
            ["toolUse"] => Tool(json),
            _ => throw json.Fault(
                "A block of 'content' has one of 'text', 'thinking' and 'toolUse'."
            ),
        };
        return block with { Pieces = json.Texts("pieces") };
    }

    private static ToolUseBlock Tool(JsonTree json)
    {
        if (json["input"] is not { Type: JsonTokenType.StartObject } input)
            throw json.Fault("input", "A tool use needs 'input', an object.");
        var tool = new ToolUseBlock(json.Text("toolUse")!, CompactJson.Format(input));
        return json.Text("id") is { } id ? tool with { Id = id } : tool;
    }

    private static Usage Count(JsonTree json)
    {
        json.AsObject(
            "an object such as { \"outputTokens\": 100 }",
            [.. UsageKeys.Counters, .. UsageFacts]
        );
        var usage = new Usage
        {
            ServiceTier = json.Text("serviceTier"),
            InferenceGeo = json.Text("inferenceGeo"),
            Speed = json.Text("speed"),
        };
        return json
            .Items.Where(static value => !UsageFacts.Contains(value.Name))
            .Aggregate(
                usage,
                static (sum, value) =>
                    UsageKeys.With(sum, value.Name, value.AsInteger(0, 1_000_000_000_000))
            );
    }
}
