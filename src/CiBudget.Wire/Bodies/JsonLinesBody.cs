namespace CiBudget.Wire;

/// <summary>Batch results: each line is a message of its own, and a bad line spoils no other.</summary>
internal sealed class JsonLinesBody(Action<ResponseUsage> onMessage) : BodyReader
{
    private MessageFields? _message;
    private JsonScanner? _scanner;

    public override void Write(ReadOnlySpan<byte> piece)
    {
        while (piece.Length > 0)
        {
            // No string of a JSON text holds a raw line feed.
            var end = piece.IndexOf((byte)'\n');
            var line = end < 0 ? piece : piece.Slice(0, end);
            if (line.Length > 0)
                Scanner().Write(line);
            if (end < 0)
                return;
            EndLine();
            piece = piece.Slice(end + 1);
        }
    }

    public override ResponseUsage? End(bool endOfBody)
    {
        var reported = EndLine();
        // Cut between two lines: what would have followed is unknown.
        if (!endOfBody && !reported)
            onMessage(new ResponseUsage { BatchResult = true });
        return null;
    }

    private JsonScanner Scanner()
    {
        _message ??= new MessageFields();
        return _scanner ??= new JsonScanner(new MessageVisitor(_message));
    }

    /// <returns>True when the line was cut and reported so.</returns>
    private bool EndLine()
    {
        if (_message is null || _scanner is null || _scanner.Fresh)
            return false;
        var counted = _message.IsCounted(_scanner.Done);
        // A message was made, and nothing says what it cost.
        if (_message is { HasMessage: true, Usage.HasTokens: false, Iterations: null })
            _message.UnreadableCounter ??= "usage";
        var result = ResponseUsages.Create(_message, _scanner.Done, counted, batch: true);
        (_message, _scanner) = (null, null);
        onMessage(result);
        return !result.Complete;
    }
}
