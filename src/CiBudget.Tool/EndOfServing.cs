using System.Runtime.InteropServices;

namespace CiBudget.Tool;

/// <summary>Ctrl-C, or a SIGTERM: how a server is meant to end, which is no failure, and leaves it time for a last line.</summary>
internal sealed class EndOfServing : IDisposable
{
    private readonly TaskCompletionSource _reached = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private readonly CancellationTokenRegistration _cancelled;

    public EndOfServing(CancellationToken cancel)
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        _cancelled = cancel.Register(() => _reached.TrySetResult());
    }

    /// <summary>Done when the end has come.</summary>
    public Task Reached => _reached.Task;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _cancelled.Dispose();
    }

    private void End(PosixSignalContext signal)
    {
        signal.Cancel = true;
        _reached.TrySetResult();
    }
}
