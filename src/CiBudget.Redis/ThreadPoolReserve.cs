namespace CiBudget.Redis;

/// <summary>
/// While it lives, the pool has threads for what waits in it and some more. FreeRedis connects through the pool, in which a test suite
/// may hold every thread there is with waits of its own.
/// </summary>
internal sealed class ThreadPoolReserve : IDisposable
{
    private const int Spare = 16;

    private readonly int _workers;
    private readonly int _raised;

    public ThreadPoolReserve()
    {
        ThreadPool.GetMinThreads(out _workers, out var ports);
        ThreadPool.GetMaxThreads(out var most, out _);
        var wanted = ThreadPool.ThreadCount + ThreadPool.PendingWorkItemCount + Spare;
        _raised = (int)Math.Clamp(wanted, _workers, most);
        ThreadPool.SetMinThreads(_raised, ports);
    }

    public void Dispose()
    {
        ThreadPool.GetMinThreads(out var now, out var ports);
        // Somebody else may have set it meanwhile.
        if (now == _raised)
            ThreadPool.SetMinThreads(_workers, ports);
    }
}
