namespace CiBudget.Capture;

/// <summary>When a call left and when its answer began. Part of its recorder, so that a call allocates nothing for it.</summary>
internal struct CallClock(TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();
    private long _firstByte;

    /// <summary>When the call left, UTC.</summary>
    public DateTimeOffset Time { get; } = time.GetUtcNow();

    public readonly double DurationMs => time.GetElapsedTime(_started).TotalMilliseconds;

    /// <summary>Null while no byte of the answer has come.</summary>
    public readonly double? FirstByteMs =>
        _firstByte == 0 ? null : time.GetElapsedTime(_started, _firstByte).TotalMilliseconds;

    public void MarkFirstByte()
    {
        if (_firstByte == 0)
            _firstByte = time.GetTimestamp();
    }
}
