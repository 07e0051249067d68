using System.Runtime.CompilerServices;

namespace CiBudget.Capture;

/// <summary>
/// A call that a <see cref="MeteringHandler"/> has begun and that nobody further in has taken over. Who takes it, meters it: so a call
/// that passes several handlers and the listener is counted once, and retries between them are counted each.
/// </summary>
internal sealed class OuterCall(CallRecorder call)
{
    private static readonly AsyncLocal<OuterCall?> Ambient = new();

    // The runtime prepares a new handler on another thread, which a flow that is suppressed does not reach: the request does.
    private static readonly ConditionalWeakTable<HttpRequestMessage, OuterCall> WithoutFlow = new();
    private static volatile bool s_wasFlowSuppressed;

    private CallRecorder? _call = call;
    private readonly bool _isFlowing = !ExecutionContext.IsFlowSuppressed();
    private volatile bool _hasLeft;
    private int _left;

    /// <summary>False when no request has left on the way of this call, so that what answered is no server.</summary>
    public bool MayHaveLeft => _hasLeft || !_isFlowing || !EscapeWatch.Counts;

    /// <summary>A request leaves on the way of this call.</summary>
    public void Leaves() => _hasLeft = true;

    public static OuterCall? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    /// <summary>Lets a call go with its flow and its request, until somebody takes it.</summary>
    public static OuterCall Begin(CallRecorder call, HttpRequestMessage request)
    {
        var outer = new OuterCall(call);
        Current = outer;
        if (ExecutionContext.IsFlowSuppressed())
        {
            WithoutFlow.AddOrUpdate(request, outer);
            s_wasFlowSuppressed = true;
        }
        return outer;
    }

    /// <summary>The call that a request goes with; null when no handler has begun one.</summary>
    public static OuterCall? Of(HttpRequestMessage request) =>
        Current
        ?? (s_wasFlowSuppressed && WithoutFlow.TryGetValue(request, out var outer) ? outer : null);

    /// <summary>
    /// True once, for a request that leaves while nobody has taken the call: the handler that began it meters it, though the listener
    /// does not see it.
    /// </summary>
    public bool Covers() =>
        Volatile.Read(ref _call) is not null && Interlocked.Exchange(ref _left, 1) == 0;

    /// <summary>Takes the call; null when it was taken before.</summary>
    public CallRecorder? Take() => Interlocked.Exchange(ref _call, null);
}
