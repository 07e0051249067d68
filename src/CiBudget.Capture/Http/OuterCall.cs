namespace CiBudget.Capture;

/// <summary>
/// A call that a <see cref="MeteringHandler"/> has begun and that nobody further in has taken over. Who takes it, meters it: so a call
/// that passes several handlers and the listener is counted once, and retries between them are counted each.
/// </summary>
internal sealed class OuterCall(CallRecorder call)
{
    private static readonly AsyncLocal<OuterCall?> Ambient = new();
    private CallRecorder? _call = call;
    private int _left;

    public static OuterCall? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    /// <summary>
    /// True once, for a request that leaves while nobody has taken the call: the handler that began it meters it, though the listener
    /// does not see it.
    /// </summary>
    public bool Covers() =>
        Volatile.Read(ref _call) is not null && Interlocked.Exchange(ref _left, 1) == 0;

    /// <summary>Takes the call; null when it was taken before.</summary>
    public CallRecorder? Take() => Interlocked.Exchange(ref _call, null);
}
