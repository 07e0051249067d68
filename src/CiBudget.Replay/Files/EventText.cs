using System.Text;

namespace CiBudget.Replay;

/// <summary>Reads a recorded stream. Every byte of it is kept and sent as it was.</summary>
internal static class EventText
{
    public static IReadOnlyList<ScenarioEvent> Parse(ReadOnlyMemory<byte> bytes)
    {
        var events = new List<ScenarioEvent>();
        while (!bytes.IsEmpty)
        {
            var end = EndOfFrame(bytes.Span);
            events.Add(Event(bytes[..end]));
            bytes = bytes[end..];
        }
        return events;
    }

    private static int EndOfFrame(ReadOnlySpan<byte> bytes)
    {
        var unix = bytes.IndexOf("\n\n"u8);
        var windows = bytes.IndexOf("\r\n\r\n"u8);
        return windows >= 0 && (unix < 0 || windows < unix) ? windows + 4
            : unix >= 0 ? unix + 2
            : bytes.Length;
    }

    private static ScenarioEvent Event(ReadOnlyMemory<byte> frame)
    {
        string? name = null;
        var data = new List<string>();
        foreach (
            var line in Encoding
                .UTF8.GetString(frame.Span)
                .Split('\n')
                .Select(static line => line.TrimEnd('\r'))
        )
        {
            if (line.StartsWith("event:", StringComparison.Ordinal))
                name = line["event:".Length..].Trim();
            else if (line.StartsWith("data:", StringComparison.Ordinal))
                data.Add(line["data:".Length..].TrimStart(' '));
        }
        return new ScenarioEvent(name, string.Join('\n', data)) { Recorded = frame };
    }
}
