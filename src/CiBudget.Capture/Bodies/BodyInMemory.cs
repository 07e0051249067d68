namespace CiBudget.Capture;

/// <summary>
/// Reads a request's body before it leaves, where the caller holds it in memory anyway, as the official SDK does. That spares the
/// call a content of our own around the caller's.
/// </summary>
internal static class BodyInMemory
{
    [ThreadStatic]
    private static (string Salt, RequestReader Reader, RequestFeed Feed)? t_spare;

    /// <summary>False when the body has to be watched while it is written.</summary>
    public static bool TryRead(HttpContent content, string salt, out Asked asked)
    {
        asked = Asked.Nothing;
        if (!IsInMemory(content.GetType()))
            return false;
        var (_, reader, feed) = t_spare is { } spare && spare.Salt == salt ? spare : NewSpare(salt);
        reader.Reset();
        try
        {
            content.CopyTo(feed, null, CancellationToken.None);
        }
        catch (Exception)
        {
            // Disposed, or too large to be one piece: what becomes of it when it is sent, the watcher sees.
            return false;
        }
        asked = Asked.In(reader);
        return true;
    }

    /// <summary>Exactly these: what a derived type does when it is written, once or twice, nobody knows.</summary>
    private static bool IsInMemory(Type type) =>
        type == typeof(StringContent)
        || type == typeof(ByteArrayContent)
        || type == typeof(ReadOnlyMemoryContent);

    private static (string, RequestReader, RequestFeed) NewSpare(string salt)
    {
        var reader = new RequestReader(salt);
        var made = (salt, reader, new RequestFeed(reader.Write));
        t_spare = made;
        return made;
    }
}
