namespace CiBudget.Capture;

/// <summary>Sees a response body while it passes and hears how it ended; only the first ending counts.</summary>
internal interface IBodyWatcher : IByteWatcher
{
    /// <summary>The body was read to its end.</summary>
    void ReachedEnd();

    /// <summary>Reading it failed.</summary>
    void Broke(Exception exception);

    /// <summary>The caller let go of it.</summary>
    void LetGo();
}
