namespace CiBudget.Tool.Bill;

/// <summary>Time, as the bill's client has it: what it waits for, how long, and who is told meanwhile.</summary>
internal sealed record BillPace
{
    /// <summary>How long one answer may take, its body included.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>What time it is.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Waits; tests do not.</summary>
    public Func<TimeSpan, CancellationToken, Task> WaitAsync { get; init; } = Task.Delay;

    /// <summary>Hears what goes on, for a terminal.</summary>
    public Action<string> Say { get; init; } = _ => { };
}
