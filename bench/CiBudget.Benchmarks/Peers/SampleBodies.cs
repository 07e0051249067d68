using System.Globalization;
using System.Text;

namespace CiBudget.Benchmarks;

/// <summary>Requests and answers in the shape that Claude gives them.</summary>
internal static class SampleBodies
{
    /// <summary>A request of about 1 KB.</summary>
    public static readonly byte[] Request = Encoding.UTF8.GetBytes(
        """{"model":"claude-opus-5-5","max_tokens":1024,"messages":[{"role":"user","content":"$"}]}""".Replace(
            "$",
            Words(900),
            StringComparison.Ordinal
        )
    );

    /// <summary>An answer of 4 KB, head included in neither.</summary>
    public static byte[] Message() =>
        WithHead("application/json", Encoding.UTF8.GetBytes(MessageBody()));

    /// <summary>A stream of about so many bytes, with the events of a real one: some hundred bytes each.</summary>
    public static byte[] Events(int length)
    {
        var body = new MemoryStream(length + 4096);
        Write(
            """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_01XFDUDYJgAACzvnptvVoYEL","type":"message","role":"assistant","model":"claude-opus-5-5","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":472,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":2,"service_tier":"standard"}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}


            """
        );
        var delta = Encoding.UTF8.GetBytes(
            """
            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" the weather in San Francisco is"}}


            """
        );
        while (body.Length < length)
            body.Write(delta);
        Write(
            """
            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":1500}}

            event: message_stop
            data: {"type":"message_stop"}


            """
        );
        return WithHead("text/event-stream; charset=utf-8", body.ToArray());

        void Write(string text) => body.Write(Encoding.UTF8.GetBytes(text));
    }

    private static string MessageBody()
    {
        const string Start =
            """{"id":"msg_01XFDUDYJgAACzvnptvVoYEL","type":"message","role":"assistant","model":"claude-opus-5-5","content":[{"type":"text","text":""";
        const string End =
            """}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":2095,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},"output_tokens":503,"service_tier":"standard"}}""";
        return $"{Start}\"{Words(4094 - Start.Length - End.Length)}\"{End}";
    }

    private static string Words(int length) =>
        string.Concat(Enumerable.Repeat("All work and no play, said Jack. ", length / 33 + 1))[
            ..length
        ];

    private static byte[] WithHead(string contentType, byte[] body)
    {
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            HTTP/1.1 200 OK
            Date: Mon, 02 Nov 2026 10:00:00 GMT
            Content-Type: {contentType}
            Content-Length: {body.Length}
            request-id: req_011CSHoEeqs5C35K2UUqR7Fy
            anthropic-organization-id: 2fd5a3b8-6f0e-4c57-9d0a-5a1c7f3e9b42


            """
        );
        return [.. Encoding.ASCII.GetBytes(head.ReplaceLineEndings("\r\n")), .. body];
    }
}
