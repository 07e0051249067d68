using System.Net.Http.Json;
using CiBudget.Wire;

namespace CiBudget.Capture;

/// <summary>
/// Reads a request's body before it leaves, where the caller holds it in memory anyway, as the official SDK does. That spares the
/// call a content of our own around the caller's.
/// </summary>
internal static class BodyInMemory
{
    [ThreadStatic]
    private static Spare? t_spare;

    /// <summary>False when the body has to be watched while it is written.</summary>
    public static bool TryRead(HttpContent content, string salt, out RequestInfo asked)
    {
        asked = RequestInfo.Nothing;
        if (!IsInMemory(content.GetType()))
            return false;
        if (t_spare is not { } spare || spare.Salt != salt)
            t_spare = spare = new(salt);
        spare.Reader.Reset();
        try
        {
            content.CopyTo(spare.Feed, null, CancellationToken.None);
        }
        catch (Exception)
        {
            // Disposed, or too large to be one piece: what becomes of it when it is sent, the watcher sees.
            return false;
        }
        asked = RequestInfo.From(spare.Reader);
        return true;
    }

    /// <summary>
    /// False for a body that is none of Claude's: a form, or JSON that names no model. True where that cannot be told without sending
    /// it.
    /// </summary>
    public static bool MayBeClaudes(HttpContent? content)
    {
        if (content is null or FormUrlEncodedContent or MultipartContent)
            return false;
        // A request may be compressed by whoever sends it; nobody can read it then.
        if (content.Headers.NonValidated.Contains("Content-Encoding"))
            return true;
        if (!CanBeRead(content))
            return true;
        var reader = new RequestReader("");
        try
        {
            using var feed = new RequestFeed(reader.Write);
            content.CopyTo(feed, null, CancellationToken.None);
        }
        catch (Exception)
        {
            return true;
        }
        return reader.Model is not null || reader.MaxTokens is not null;
    }

    /// <summary>True when reading it changes nothing: it is in memory, or an object that is written anew each time that it is asked.</summary>
    public static bool CanBeRead(HttpContent? content) =>
        content is not null && (IsInMemory(content.GetType()) || content is JsonContent);

    /// <summary>Exactly these: what a derived type does when it is written, once or twice, nobody knows.</summary>
    private static bool IsInMemory(Type type) =>
        type == typeof(StringContent)
        || type == typeof(ByteArrayContent)
        || type == typeof(ReadOnlyMemoryContent);

    /// <summary>What reading a body takes, for the next one of the thread.</summary>
    private sealed class Spare
    {
        public Spare(string salt)
        {
            Salt = salt;
            Reader = new(salt);
            Feed = new(Reader.Write);
        }

        public string Salt { get; }

        public RequestReader Reader { get; }

        public RequestFeed Feed { get; }
    }
}
