#if NETSTANDARD2_0
namespace System;

/// <summary>The part of .NET 8's clock that the check needs, for netstandard2.0, which lacks it.</summary>
internal abstract class TimeProvider
{
    /// <summary>The clock of the machine.</summary>
    public static TimeProvider System { get; } = new MachineClock();

    /// <summary>The present, in UTC.</summary>
    public abstract DateTimeOffset GetUtcNow();

    private sealed class MachineClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow;
    }
}
#endif
