namespace CiBudget.Wire;

/// <summary>What an event of a stream is, by its name or by the <c>type</c> of its data.</summary>
internal enum EventKind : byte
{
    /// <summary>Nothing said so yet.</summary>
    Unnamed,
    MessageStart,
    MessageDelta,
    MessageStop,
    BlockStart,
    BlockDelta,
    Error,

    /// <summary>A whole message, which is the answer itself and no event.</summary>
    Message,

    /// <summary>Of ConverseStream: a message begins.</summary>
    ConverseStart,

    /// <summary>Of ConverseStream: a message ended. Its usage follows.</summary>
    ConverseStop,

    /// <summary>Of ConverseStream: its usage.</summary>
    ConverseUsage,

    /// <summary>Known to matter nothing for usage, or not known at all.</summary>
    Other,
}

internal static class EventKinds
{
    public static EventKind Parse(ReadOnlySpan<byte> name) =>
        name.Length switch
        {
            // A proxy may name every event with the default name of server-sent events: then the data decides.
            0 => EventKind.Unnamed,
            5 when name.SequenceEqual("error"u8) => EventKind.Error,
            7 when name.SequenceEqual("message"u8) => EventKind.Message,
            12 when name.SequenceEqual("message_stop"u8) => EventKind.MessageStop,
            13 when name.SequenceEqual("message_start"u8) => EventKind.MessageStart,
            13 when name.SequenceEqual("message_delta"u8) => EventKind.MessageDelta,
            19 when name.SequenceEqual("content_block_delta"u8) => EventKind.BlockDelta,
            19 when name.SequenceEqual("content_block_start"u8) => EventKind.BlockStart,
            _ => EventKind.Other,
        };

    /// <summary>The events of ConverseStream, which are named by a header of their frame.</summary>
    public static EventKind ParseConverse(ReadOnlySpan<byte> name) =>
        name.Length switch
        {
            8 when name.SequenceEqual("metadata"u8) => EventKind.ConverseUsage,
            11 when name.SequenceEqual("messageStop"u8) => EventKind.ConverseStop,
            12 when name.SequenceEqual("messageStart"u8) => EventKind.ConverseStart,
            17 when name.SequenceEqual("contentBlockDelta"u8) => EventKind.BlockDelta,
            17 when name.SequenceEqual("contentBlockStart"u8) => EventKind.BlockStart,
            _ => EventKind.Other,
        };

    /// <summary>True when the data of such an event need not be read.</summary>
    public static bool DataIsSkipped(this EventKind kind) =>
        kind is EventKind.BlockDelta or EventKind.Other;
}
