using CiBudget.Pricing;

namespace CiBudget.Wire;

/// <summary>
/// Reads from the body of a request for a message what decides its cost. Bytes are pushed in pieces of any size;
/// nothing of the body is kept. Not thread-safe. What it does not know makes a request unbounded, never cheap.
/// </summary>
/// <param name="dialect">How the body is written.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class DemandReader(RequestDialect dialect)
{
    private readonly DemandVisitor _visitor = DemandVisitor.Create(dialect);
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
    public IReadOnlyList<RequestDemand> Demands() => _visitor.Demands();
}
