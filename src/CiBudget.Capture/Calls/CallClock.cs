namespace CiBudget.Capture;

/// <summary>When a call left and when its answer began. A part of its recorder: a call allocates nothing for it.</summary>
internal struct CallClock(TimeProvider time)
{
    private readonly long _time = time.GetUtcNow().UtcTicks;
    private readonly long _started = time.GetTimestamp();
    private long _firstByte;

    /// <summary>When the call left, UTC.</summary>
    public readonly DateTimeOffset Time => new(_time, TimeSpan.Zero);

    /// <summary>Keeps in mind when the first byte of the answer came.</summary>
    public void MarkFirstByte(TimeProvider time)
    {
        if (_firstByte == 0)
            _firstByte = time.GetTimestamp();
    }

    public readonly double DurationMs(TimeProvider time) =>
        time.GetElapsedTime(_started).TotalMilliseconds;

    /// <summary>Null while no byte of the answer has come.</summary>
    public readonly double? FirstByteMs(TimeProvider time) =>
        _firstByte == 0 ? null : time.GetElapsedTime(_started, _firstByte).TotalMilliseconds;
}
