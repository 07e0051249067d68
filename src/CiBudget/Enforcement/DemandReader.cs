namespace CiBudget;

/// <summary>
/// Reads from the body of a message request, or of a batch of them, what decides its cost. Bytes are pushed in pieces of any size;
/// nothing of the body is kept. Not thread-safe. What it does not know makes a request unbounded, never cheap.
/// </summary>
/// <param name="batch">True for the body of <c>POST /v1/messages/batches</c>.</param>
public sealed class DemandReader(bool batch)
{
    private readonly DemandVisitor _visitor = new(batch);
    private JsonScanner? _scanner;

    /// <summary>Bytes read so far.</summary>
    public long Length { get; private set; }

    /// <summary>Reads the next piece.</summary>
    public void Write(ReadOnlySpan<byte> piece)
    {
        Length += piece.Length;
        _scanner ??= new JsonScanner(_visitor);
        _scanner.Write(piece);
    }

    /// <summary>What was asked for: one demand, or one for each request of a batch.</summary>
    public IReadOnlyList<RequestDemand> Demands() =>
        batch
            ? _visitor.Finished.Count > 0
                ? _visitor.Finished
                : [new() { Unbounded = "is a batch whose requests cannot be read" }]
            : [_visitor.Demand()];
}
