using System.Globalization;

namespace CiBudget.Ledger;

/// <summary>Ids for the entries of one process. Thread-safe.</summary>
/// <param name="process">The process's own id, unique in the run.</param>
internal sealed class EntryIds(string process)
{
    private readonly string _start = process + "-";
    private long _last;

    /// <summary>The next one, unique in the run.</summary>
    public string Next()
    {
        var number = Interlocked.Increment(ref _last);
#if NETSTANDARD2_0
        return _start + number.ToString(CultureInfo.InvariantCulture);
#else
        // No string for the number alone.
        Span<char> digits = stackalloc char[20];
        number.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
        return string.Concat(_start, digits[..length]);
#endif
    }
}
