using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace CiBudget.Security.Tests;

/// <summary>
/// A Claude on loopback whose every answer, failure and header carries a mark, and which remembers what it was asked: key, headers
/// and each text of a request.
/// </summary>
internal sealed class MarkedClaude : IAsyncDisposable
{
    /// <summary>Shorter texts of a request are words of the API ("user", "ephemeral").</summary>
    private const int ShortestPrompt = 12;

    private readonly HashSet<string> _prompts = [];
    private readonly HashSet<string> _keys = [];
    private Server _server = null!;
    private int _failures;

    /// <summary>In every answer's text, its tool call, its failures and its headers.</summary>
    public string Mark { get; } = $"answer-mark-{Guid.NewGuid():N}";

    public Uri Url => _server.Url;

    /// <summary>Keys that came in a header.</summary>
    public IReadOnlyCollection<string> Keys => _keys;

    /// <summary>Texts that came in a body: prompts, system prompts, descriptions of tools.</summary>
    public IReadOnlyCollection<string> Prompts => _prompts;

    public static async Task<MarkedClaude> Start()
    {
        var claude = new MarkedClaude();
        claude._server = await Server.Start(claude.Answer);
        return claude;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Task Answer(HttpContext context)
    {
        var seen = Server.RequestOf(context);
        lock (_prompts)
        {
            // Requests overlap: what counts is that each was seen, not which of them this is.
            foreach (var request in _server.Requests)
            {
                foreach (var header in new[] { "x-api-key", "authorization" })
                    if (request.Headers.TryGetValue(header, out var key))
                        _keys.Add(key);
                Collect(Parse(request.Body));
            }
        }
        context.Response.Headers["set-cookie"] = "session=" + Mark;
        context.Response.Headers["x-internal"] = Mark;
        var asked = Parse(seen.Body);
        var isPlain =
            !asked.TryGetProperty("stream", out _) && !asked.TryGetProperty("tools", out _);
        // The bot tries a plain question again after an overload.
        if (isPlain && Interlocked.Increment(ref _failures) == 1)
            return Server.Answer(context, Overloaded, status: 529);
        // The doctor shows the answer to its own question, which is nobody's secret.
        if (Encoding.UTF8.GetString(seen.Body).Contains("Say hello.", StringComparison.Ordinal))
            return Server.Answer(context, Message("Hello!"));
        return asked.TryGetProperty("stream", out var stream) && stream.GetBoolean()
                ? Server.Stream(context, Encoding.UTF8.GetBytes(Events))
            : asked.TryGetProperty("tools", out _) ? Server.Answer(context, Message(Mark, ToolUse))
            : Server.Answer(context, Message(Mark));
    }

    private byte[] Overloaded =>
        Encoding.UTF8.GetBytes(
            $$$$"""{"type":"error","error":{"type":"overloaded_error","message":"{{{{Mark}}}}"},"request_id":"req_1"}"""
        );

    private string ToolUse =>
        $$$$""",{"type":"tool_use","id":"toolu_1","name":"get_order","input":{"order":"A-1042","note":"{{{{Mark}}}}"}}""";

    private static byte[] Message(string text, string more = "") =>
        Encoding.UTF8.GetBytes(
            $$$$"""
            {"id":"msg_1","type":"message","role":"assistant","model":"claude-opus-5-5",
            "content":[{"type":"text","text":"{{{{text}}}}"}{{{{more}}}}],
            "stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":24,"output_tokens":5}}
            """
        );

    private string Events =>
        $$$$"""
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-opus-5-5","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":24,"output_tokens":1}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"{{{{Mark}}}}"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":5}}

            event: message_stop
            data: {"type":"message_stop"}
            """;

    private static JsonElement Parse(byte[] body) =>
        body.Length == 0 ? default : JsonDocument.Parse(body).RootElement;

    private void Collect(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String && value.GetString()!.Length >= ShortestPrompt)
            _prompts.Add(value.GetString()!);
        else if (value.ValueKind == JsonValueKind.Array)
            foreach (var item in value.EnumerateArray())
                Collect(item);
        else if (value.ValueKind == JsonValueKind.Object)
            foreach (var property in value.EnumerateObject().Where(p => p.Name != "model"))
                Collect(property.Value);
    }
}
