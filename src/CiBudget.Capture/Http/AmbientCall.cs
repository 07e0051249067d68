using System.Runtime.CompilerServices;

namespace CiBudget.Capture;

/// <summary>
/// A call that a <see cref="MeteringHandler"/> has started. The innermost component that calls <see cref="Take"/> records it. So a
/// handler plus the listener give one entry, and retries between them one each.
/// </summary>
internal sealed class AmbientCall(CallRecorder call)
{
    private static readonly AsyncLocal<AmbientCall?> Ambient = new();

    // With ExecutionContext flow suppressed, the AsyncLocal does not reach the thread that sets up a new handler: fall back to a table
    // keyed by the request.
    private static readonly ConditionalWeakTable<HttpRequestMessage, AmbientCall> WithoutFlow =
        new();
    private static volatile bool s_wasFlowSuppressed;

    private CallRecorder? _call = call;
    private readonly bool _isFlowing = !ExecutionContext.IsFlowSuppressed();
    private volatile bool _hasLeft;
    private int _left;

    /// <summary>False when no request has left on the way of this call, so that what answered is no server.</summary>
    public bool MayHaveLeft => _hasLeft || !_isFlowing || !UnmeteredRequestCounter.IsSupported;

    /// <summary>A request leaves on the way of this call.</summary>
    public void OnLeaving() => _hasLeft = true;

    public static AmbientCall? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    /// <summary>Lets a call go with its flow and its request, until somebody takes it.</summary>
    public static AmbientCall Begin(CallRecorder call, HttpRequestMessage request)
    {
        var ambient = new AmbientCall(call);
        Current = ambient;
        if (ExecutionContext.IsFlowSuppressed())
        {
            WithoutFlow.AddOrUpdate(request, ambient);
            s_wasFlowSuppressed = true;
        }
        return ambient;
    }

    /// <summary>The call that a request goes with; null when no handler has begun one.</summary>
    public static AmbientCall? Get(HttpRequestMessage request) =>
        Current
        ?? (
            s_wasFlowSuppressed && WithoutFlow.TryGetValue(request, out var ambient)
                ? ambient
                : null
        );

    /// <summary>
    /// True once, for a request that leaves while nobody has taken the call: the handler that began it meters it, though the listener
    /// does not see it.
    /// </summary>
    public bool TryCover() =>
        Volatile.Read(ref _call) is not null && Interlocked.Exchange(ref _left, 1) == 0;

    /// <summary>Takes the call; null when it was taken before.</summary>
    public CallRecorder? Take() => Interlocked.Exchange(ref _call, null);
}
