using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CiBudget.Tokens;

namespace CiBudget.Replay;

/// <summary>Writes a reply with the fields, and in the order, that Claude writes them in.</summary>
internal static class ReplyWriter
{
    // Claude writes "&" and quotes from other alphabets as they are.
    private static readonly JsonWriterOptions AsClaude = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public static byte[] Message(ClaudeReply reply, string model) =>
        Write(json =>
        {
            json.WriteStartObject();
            Head(json, reply, model);
            json.WriteStartArray("content");
            foreach (var block in reply.Content)
                Block(json, block, whole: true);

            json.WriteEndArray();
            Stop(json, reply.Stop);
            json.WriteStartObject("usage");
            StartUsage(
                json,
                reply.Usage,
                reply.Usage.OutputTokens,
                reply.Usage.ThinkingTokens,
                alwaysTools: true
            );
            json.WriteEndObject();
            json.WriteEndObject();
        });

    public static IReadOnlyList<ScenarioEvent> Events(ClaudeReply reply, string model)
    {
        var events = new List<ScenarioEvent>
        {
            Event("message_start", reply, json => MessageStart(json, reply, model)) with
            {
                Delay = default,
            },
        };
        events.Add(Event("ping", reply, static _ => { }));
        for (var i = 0; i < reply.Content.Count; i++)
            AddBlock(events, reply, i);

        events.Add(Event("message_delta", reply, json => MessageDelta(json, reply)));
        events.Add(Event("message_stop", reply, static _ => { }));
        return events;
    }

    private static void AddBlock(List<ScenarioEvent> events, ClaudeReply reply, int index)
    {
        var block = reply.Content[index];
        events.Add(
            Event(
                "content_block_start",
                reply,
                json =>
                {
                    json.WriteNumber("index", index);
                    json.WritePropertyName("content_block");
                    Block(json, block, whole: false);
                }
            )
        );
        foreach (var (type, field, piece) in Deltas(block))
        {
            events.Add(
                Event(
                    "content_block_delta",
                    reply,
                    json =>
                    {
                        json.WriteNumber("index", index);
                        json.WriteStartObject("delta");
                        json.WriteString("type", type);
                        json.WriteString(field, piece);
                        json.WriteEndObject();
                    }
                )
            );
        }
        events.Add(Event("content_block_stop", reply, json => json.WriteNumber("index", index)));
    }

    private static IEnumerable<(string Type, string Field, string Piece)> Deltas(
        ReplyBlock block
    ) =>
        block switch
        {
            TextBlock text => (text.Pieces ?? ReplyBlock.Split(text.Text)).Select(static piece =>
                ("text_delta", "text", piece)
            ),
            ThinkingBlock thought => (thought.Pieces ?? [thought.Thinking])
                .Select(static piece => ("thinking_delta", "thinking", piece))
                .Append(("signature_delta", "signature", thought.Signature)),
            // Claude begins a tool's input with an empty piece.
            ToolUseBlock tool => (tool.Pieces ?? ReplyBlock.Split(tool.Input))
                .Prepend("")
                .Select(static piece => ("input_json_delta", "partial_json", piece)),
            _ => throw new NotSupportedException(block.GetType().Name),
        };

    private static void MessageStart(Utf8JsonWriter json, ClaudeReply reply, string model)
    {
        json.WriteStartObject("message");
        Head(json, reply, model);
        json.WriteStartArray("content");
        json.WriteEndArray();
        Stop(json, null);
        json.WriteStartObject("usage");
        // The first event has a placeholder for the output; the count comes with message_delta.
        StartUsage(json, reply.Usage, Math.Min(3, reply.Usage.OutputTokens), 0, alwaysTools: false);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void MessageDelta(Utf8JsonWriter json, ClaudeReply reply)
    {
        json.WriteStartObject("delta");
        Stop(json, reply.Stop);
        json.WriteEndObject();
        json.WriteStartObject("usage");
        Prompt(json, reply.Usage);
        Output(json, reply.Usage.OutputTokens, reply.Usage.ThinkingTokens);
        Tools(json, reply.Usage, always: false);
        json.WriteEndObject();
    }

    private static void Head(Utf8JsonWriter json, ClaudeReply reply, string model)
    {
        json.WriteString("id", reply.Id);
        json.WriteString("type", "message");
        json.WriteString("role", "assistant");
        json.WriteString("model", model);
    }

    private static void Stop(Utf8JsonWriter json, string? reason)
    {
        json.WriteString("stop_reason", reason);
        json.WriteNull("stop_sequence");
        json.WriteNull("stop_details");
        json.WriteNull("container");
    }

    private static void Block(Utf8JsonWriter json, ReplyBlock block, bool whole)
    {
        json.WriteStartObject();
        switch (block)
        {
            case TextBlock text:
                json.WriteString("type", "text");
                json.WriteString("text", whole ? text.Text : "");
                break;
            case ThinkingBlock thought:
                json.WriteString("type", "thinking");
                json.WriteString("thinking", whole ? thought.Thinking : "");
                json.WriteString("signature", whole ? thought.Signature : "");
                break;
            case ToolUseBlock tool:
                json.WriteString("type", "tool_use");
                json.WriteString("id", tool.Id);
                json.WriteString("name", tool.Name);
                json.WritePropertyName("input");
                json.WriteRawValue(whole ? tool.Input : "{}");
                break;
        }
        json.WriteEndObject();
    }

    private static void StartUsage(
        Utf8JsonWriter json,
        Usage usage,
        long output,
        long thinking,
        bool alwaysTools
    )
    {
        Prompt(json, usage);
        json.WriteStartObject("cache_creation");
        foreach (var kind in TokenKind.CacheWrites)
            json.WriteNumber(kind.WireName["cache_creation.".Length..], kind.Get(usage.Tokens));
        json.WriteEndObject();
        Output(json, output, thinking);
        Tools(json, usage, alwaysTools);
        json.WriteString("service_tier", usage.ServiceTier ?? "standard");
        json.WriteString("inference_geo", usage.InferenceGeo ?? "global");
        json.WriteString("speed", usage.Speed ?? "standard");
    }

    private static void Prompt(Utf8JsonWriter json, Usage usage)
    {
        json.WriteNumber("input_tokens", usage.InputTokens);
        json.WriteNumber("cache_creation_input_tokens", usage.CacheWriteTokens);
        json.WriteNumber("cache_read_input_tokens", usage.CacheReadTokens);
    }

    private static void Output(Utf8JsonWriter json, long output, long thinking)
    {
        json.WriteNumber("output_tokens", output);
        json.WriteStartObject("output_tokens_details");
        json.WriteNumber("thinking_tokens", thinking);
        json.WriteEndObject();
    }

    // Both counters or null: the official SDK refuses a stream in which only one of them is there.
    private static void Tools(Utf8JsonWriter json, Usage usage, bool always)
    {
        if (!always && usage.WebSearchRequests == 0 && usage.WebFetchRequests == 0)
        {
            json.WriteNull("server_tool_use");
            return;
        }
        json.WriteStartObject("server_tool_use");
        json.WriteNumber("web_search_requests", usage.WebSearchRequests);
        json.WriteNumber("web_fetch_requests", usage.WebFetchRequests);
        json.WriteEndObject();
    }

    private static ScenarioEvent Event(
        string type,
        ClaudeReply reply,
        Action<Utf8JsonWriter> fields
    )
    {
        var data = Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            fields(json);
            json.WriteEndObject();
        });
        return new(type, Encoding.UTF8.GetString(data), reply.Pace);
    }

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, AsClaude))
            write(json);

        return buffer.WrittenSpan.ToArray();
    }
}
