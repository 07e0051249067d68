using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace CiBudget.Replay;

/// <summary>Finds <c>model</c> and <c>stream</c> in a request as it arrives. The body is never held as a whole.</summary>
internal static class RequestPeek
{
    public static async ValueTask<RequestFacts> ReadAsync(
        PipeReader body,
        CancellationToken cancelled
    )
    {
        var facts = new RequestFacts();
        var state = new JsonReaderState();
        var wanted = Field.None;
        var readable = true;
        while (true)
        {
            var read = await body.ReadAsync(cancelled).ConfigureAwait(false);
            var buffer = read.Buffer;
            var consumed = buffer.End;
            if (readable)
            {
                // What is not JSON is somebody else's request: it has no model and no stream, and the rest is read past.
                readable = Scan(
                    buffer,
                    read.IsCompleted,
                    ref state,
                    ref facts,
                    ref wanted,
                    out consumed
                );
            }
            body.AdvanceTo(consumed, buffer.End);
            if (read.IsCompleted)
            {
                return facts;
            }
        }
    }

    private static bool Scan(
        ReadOnlySequence<byte> buffer,
        bool last,
        ref JsonReaderState state,
        ref RequestFacts facts,
        ref Field wanted,
        out SequencePosition consumed
    )
    {
        var reader = new Utf8JsonReader(buffer, last, state);
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth != 1)
                {
                    continue;
                }
                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    wanted =
                        reader.ValueTextEquals("model"u8) ? Field.Model
                        : reader.ValueTextEquals("stream"u8) ? Field.Stream
                        : Field.None;
                    continue;
                }
                facts = (wanted, reader.TokenType) switch
                {
                    (Field.Model, JsonTokenType.String) => facts with
                    {
                        Model = reader.GetString(),
                    },
                    (Field.Stream, JsonTokenType.True or JsonTokenType.False) => facts with
                    {
                        Stream = reader.GetBoolean(),
                    },
                    _ => facts,
                };
                wanted = Field.None;
            }
        }
        catch (JsonException)
        {
            consumed = buffer.End;
            return false;
        }
        consumed = reader.Position;
        state = reader.CurrentState;
        return true;
    }

    private enum Field
    {
        None,
        Model,
        Stream,
    }
}
