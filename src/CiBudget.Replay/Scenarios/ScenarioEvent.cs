using System.Text;

namespace CiBudget.Replay;

/// <summary>One server-sent event.</summary>
/// <param name="Name">The event's name; null for an event without one.</param>
/// <param name="Data">Its data; a line break in it begins another <c>data:</c> line.</param>
/// <param name="Delay">How long after the event before it.</param>
public sealed record ScenarioEvent(string? Name, string Data, TimeSpan Delay = default)
{
    /// <summary>The frame of a recorded stream, kept as it was; null for an event that was written by hand.</summary>
    internal ReadOnlyMemory<byte>? Recorded { get; init; }

    /// <summary>The event on the wire, with its closing blank line.</summary>
    public byte[] ToBytes()
    {
        if (Recorded is { } frame)
            return frame.ToArray();

        var text = new StringBuilder();
        if (Name is not null)
            text.Append("event: ").Append(Name).Append('\n');

        foreach (var line in Data.Split('\n'))
            text.Append("data: ").Append(line).Append('\n');

        return Encoding.UTF8.GetBytes(text.Append('\n').ToString());
    }
}
