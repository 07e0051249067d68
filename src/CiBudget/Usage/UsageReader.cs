namespace CiBudget;

/// <summary>
/// Reads usage from a body while it passes. Bytes are pushed in as they come, in pieces of any size; nothing of the body is kept.
/// Not thread-safe.
/// </summary>
public sealed class UsageReader
{
    /// <summary>Starts reading one body.</summary>
    /// <param name="shape">How the body carries its usage.</param>
    /// <param name="onMessage">
    /// Called for every message: once per line of a batch result, while it passes; for the other shapes once, from <see cref="Complete"/>.
    /// </param>
    public UsageReader(BodyShape shape, Action<ResponseUsage> onMessage) =>
        throw new NotImplementedException();

    /// <summary>Reads the next piece. Never throws on malformed input: what cannot be read makes the result incomplete.</summary>
    public void Write(ReadOnlySpan<byte> piece) => throw new NotImplementedException();

    /// <summary>Ends the body.</summary>
    /// <param name="endOfBody">True when the body ended by itself; false when it was cut, cancelled or broken.</param>
    public void Complete(bool endOfBody) => throw new NotImplementedException();
}
