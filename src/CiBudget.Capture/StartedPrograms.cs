using System.Globalization;

namespace CiBudget.Capture;

/// <summary>
/// How many programs this process has started, at the least. What they call is not metered here, so the verdict names them. .NET tells
/// nobody of the programs that it starts, but Linux keeps account of every child process in <c>/proc/PID/stat</c> (proc(5)).
/// </summary>
internal sealed class StartedPrograms
{
    // A process that was started by `exec` has inherited what its shell had waited for.
    private readonly long? _faultsBefore = Read()?.FaultsOfEnded;

    /// <summary>
    /// Those that run, and one for all that have ended, of which the system does not keep the number; null where nothing is known.
    /// </summary>
    public int? Count()
    {
        try
        {
            return _faultsBefore is { } before && Read() is { } own
                ? Running(own.Id) + (own.FaultsOfEnded > before ? 1 : 0)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static int Running(int parent) =>
        Directory
            .EnumerateDirectories("/proc")
            .Count(folder => char.IsAsciiDigit(folder[^1]) && Stat.Of(folder)?.Parent == parent);

    /// <summary>Null where the system does not count: the runtime cannot have started without a page fault.</summary>
    private static Stat? Read() =>
        OperatingSystem.IsLinux() && Stat.Of("/proc/self") is { Faults: > 0 } own ? own : null;

    /// <param name="Id">The process, as this <c>/proc</c> numbers it.</param>
    /// <param name="Parent">Who started it.</param>
    /// <param name="Faults">Its page faults.</param>
    /// <param name="FaultsOfEnded">Those of its children that have ended; no program runs without one.</param>
    private readonly record struct Stat(int Id, int Parent, long Faults, long FaultsOfEnded)
    {
        /// <summary>Null when the process has ended meanwhile, or is none.</summary>
        public static Stat? Of(string folder)
        {
            try
            {
                var text = File.ReadAllText(Path.Combine(folder, "stat"));
                // The program's name, in brackets, may hold anything.
                var id = text.AsSpan(0, text.IndexOf(' ', StringComparison.Ordinal));
                var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
                return new(
                    int.Parse(id, CultureInfo.InvariantCulture),
                    int.Parse(fields[1], CultureInfo.InvariantCulture),
                    long.Parse(fields[7], CultureInfo.InvariantCulture),
                    long.Parse(fields[8], CultureInfo.InvariantCulture)
                );
            }
            catch (Exception e)
                when (e
                        is IOException
                            or UnauthorizedAccessException
                            or FormatException
                            or OverflowException
                            or ArgumentOutOfRangeException
                            or IndexOutOfRangeException
                )
            {
                return null;
            }
        }
    }
}
