namespace CiBudget.Capture;

/// <summary>Sees a response body while it passes and hears how it ended; only the first ending counts.</summary>
internal interface IBodyWatcher : IByteWatcher
{
    /// <summary>The body was read to its end.</summary>
    void OnEnd();

    /// <summary>Reading it failed.</summary>
    void OnError(Exception exception);

    /// <summary>The caller let go of it.</summary>
    void OnDisposed();

    /// <summary>
    /// Takes a body over that the caller is letting go of, to read the rest. False when the rest is of no use: then it is the caller's
    /// to dispose, as ever.
    /// </summary>
    bool TryTakeOver(AbandonedBody body);
}
