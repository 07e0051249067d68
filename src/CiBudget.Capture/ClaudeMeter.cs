using CiBudget.Ledger;
using CiBudget.Tokens;

namespace CiBudget.Capture;

/// <summary>
/// Meters every Claude call that HttpClients of this process make. One meter is active at a time; disposing it ends metering and
/// closes the ledger.
/// </summary>
public sealed class ClaudeMeter : IDisposable
{
    private static ClaudeMeter? s_current;

    private readonly WatchedHosts _hosts;
    private readonly LedgerWriter? _ledger;
    private readonly UnmeteredRequestCounter _unmetered;
    private readonly HttpEvents _events;
    private readonly StartedPrograms _programs = new();
    private readonly ICallObserver[] _observers;
    private readonly List<Task> _reading = [];
    private long _inFlight;
    private long _missed;
    private int _disposed;

    private ClaudeMeter(MeterOptions options)
    {
        Options = options with
        {
            Process = options.Process with
            {
                Blind = options.Process.Blind ?? DiagnosticsAvailability.GetReasonDisabled(),
            },
        };
        _observers = [.. options.Observers, .. options.Policies.OfType<ICallObserver>()];
        _hosts = new(options);
        if (options.RunDirectory is { } directory)
            _ledger = new(directory, Options.Process);
        _unmetered = new(_hosts, options.RefuseUnseen);
        _events = new(this, _unmetered);
    }

    /// <summary>The active meter; null when none is.</summary>
    public static ClaudeMeter? Current => Volatile.Read(ref s_current);

    /// <summary>Starts metering through the diagnostic listener.</summary>
    /// <exception cref="InvalidOperationException">A meter is active already.</exception>
    public static ClaudeMeter Start(MeterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var meter = new ClaudeMeter(options);
        if (Interlocked.CompareExchange(ref s_current, meter, null) is not null)
        {
            meter.Discard();
            throw new InvalidOperationException(
                "A ClaudeMeter is active already; dispose it before another is started."
            );
        }
        AppDomain.CurrentDomain.ProcessExit += meter.OnProcessExit;
        meter._events.Subscribe();
        return meter;
    }

    /// <summary>
    /// Asks policies about every call though nothing is metered, for a process whose meter could not start. It needs no file and minds no
    /// other meter, and lasts as long as the process.
    /// </summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void RefuseAll(MeterOptions options) =>
        new ClaudeMeter(options with { RunDirectory = null })._events.Subscribe();

    /// <summary>Calls that have begun and not ended.</summary>
    public long InFlight => Interlocked.Read(ref _inFlight);

    /// <summary>Calls that left for a Claude host without being metered, as far as the runtime's own counters tell.</summary>
    public long Unmetered => _unmetered.Count + Interlocked.Read(ref _missed);

    /// <summary>Full path of the ledger file; null when there is none.</summary>
    public string? LedgerPath => _ledger?.Path;

    /// <summary>
    /// Waits until the answers that their callers let go of are read to the end, which takes two seconds at the most. What they
    /// cost is in the ledger then.
    /// </summary>
    public void AwaitAbandonedAnswers()
    {
        Task[] reading;
        lock (_reading)
            reading = [.. _reading];
        Task.WaitAll(reading, 2 * RestOfBody.MaxTime);
    }

    /// <summary>Writes the ledger's closing line as things stand; metering goes on.</summary>
    public void Checkpoint()
    {
        AwaitAbandonedAnswers();
        _ledger?.Close(InFlight, Unmetered, _programs.Count());
    }

    /// <summary>Keeps in mind that the rest of an answer is being read.</summary>
    internal void Await(Task reading)
    {
        if (reading.IsCompleted)
            return;
        lock (_reading)
        {
            _reading.RemoveAll(static other => other.IsCompleted);
            _reading.Add(reading);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        _events.Dispose();
        Checkpoint();
        Interlocked.CompareExchange(ref s_current, null, this);
        Discard();
    }

    internal MeterOptions Options { get; }

    /// <summary>
    /// Begins a call if the request is one, or goes on with the one that a handler further out has begun; null when it is none of
    /// Claude's. Never throws: a call that cannot be metered is counted as such.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="isLeaving">True when it is known to leave: a handler further in may still answer it.</param>
    internal CallRecorder? Begin(HttpRequestMessage request, bool isLeaving)
    {
        try
        {
            if (request.RequestUri is not { IsAbsoluteUri: true } url)
                return null;
            if (_hosts.Match(url, request.Method.Method) is not { } endpoint)
                return WatchedHosts.LooksLikeClaude(request, url) is { } shape
                    ? BeginElsewhere(request, url, shape, isLeaving)
                    : null;
            if (AmbientCall.Get(request)?.Take() is { } begun)
            {
                begun.ResumeInnerRequest(request);
                return begun;
            }
            return BeginNew(new(request, url, endpoint, CurrentTest()));
        }
        catch (Exception)
        {
            Interlocked.Increment(ref _missed);
            return null;
        }
    }

    /// <returns>A call that is refused; null when it goes its way, which nobody follows.</returns>
    private CallRecorder? BeginElsewhere(
        HttpRequestMessage request,
        Uri url,
        ClaudeEndpoint shape,
        bool isLeaving
    )
    {
        var call = BeginNew(new(request, url, shape, CurrentTest(), isElsewhere: true));
        if (call.Refusal is not null)
            return call;
        call.GoElsewhere(isTold: isLeaving);
        return null;
    }

    private CallRecorder BeginNew(ClaudeCall call)
    {
        var recorder = new CallRecorder(this, call);
        Interlocked.Increment(ref _inFlight);
        try
        {
            recorder.Decide();
        }
        catch (Exception) when (recorder.Refusal is not null)
        {
            // Refused all the same. It stays in flight, without an entry, and the gate says so.
        }
        return recorder;
    }

    private TestIdentity? CurrentTest()
    {
        try
        {
            return Options.CurrentTest();
        }
        catch (Exception)
        {
            // Unattributed, but counted.
            return null;
        }
    }

    internal void Start(ClaudeCall call)
    {
        foreach (var observer in _observers)
            Quietly(static told => told.observer.Started(told.call), (observer, call));
    }

    internal void End(ClaudeCall call, LedgerEntry entry, bool isTold = true)
    {
        var ended = new PricedEntry(entry, Options.Prices);
        if (isTold)
            Record(ended);
        Interlocked.Decrement(ref _inFlight);
        foreach (var observer in _observers)
            Quietly(
                static told => told.observer.Ended(told.call, told.ended),
                (observer, call, ended)
            );
    }

    /// <summary>Leaves word for the check.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void Tell(LedgerEntry notice) =>
        Record(notice with { Time = Options.Time.GetUtcNow(), IsNotice = true });

    /// <summary>Records what is no call of its own.</summary>
    internal void Record(LedgerEntry entry) => Record(new PricedEntry(entry, Options.Prices));

    private void Record(PricedEntry ended)
    {
        _ledger?.Append(ended.Entry);
        if (ended.Entry.IsNotice)
            return;
        if (Options.OnRecorded is { } onRecorded)
            Quietly(onRecorded, ended);
        Quietly(LiveMetrics.Record, ended);
    }

    /// <summary>Whoever listens must not break the product's call.</summary>
    private static void Quietly<T>(Action<T> tell, T what)
    {
        try
        {
            tell(what);
        }
        catch (Exception)
        {
            // As if it had not been told.
        }
    }

    private void OnProcessExit(object? sender, EventArgs e) => Checkpoint();

    private void Discard()
    {
        _unmetered.Dispose();
        _ledger?.Dispose();
    }
}
