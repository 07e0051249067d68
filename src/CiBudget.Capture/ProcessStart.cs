using System.Diagnostics;
using System.Globalization;

namespace CiBudget.Capture;

/// <summary>
/// When a process started, in a unit of its own: process ids are given anew sooner or later, and only the two together name one
/// process.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ProcessStart
{
    /// <summary>The start of a living process; null when there is no such process.</summary>
    public static long? Get(int processId)
    {
        try
        {
            if (OperatingSystem.IsLinux())
                return FromStat(File.ReadAllText($"/proc/{processId}/stat"));

            using var process = Process.GetProcessById(processId);
            return process.HasExited ? null : process.StartTime.ToUniversalTime().Ticks;
        }
        catch (Exception e)
            when (e
                    is ArgumentException
                        or InvalidOperationException
                        or Win32Exception
                        or IOException
                        or UnauthorizedAccessException
            )
        {
            return null;
        }
    }

    /// <summary>
    /// Field 22 of <c>/proc/PID/stat</c>, clock ticks since boot (proc(5)). <see cref="Process.StartTime"/> adds the boot time, which
    /// is worked out anew at each reading and differs by a little. The name in field 2 may hold anything, so counting begins
    /// behind its last bracket. A zombie (state Z) is dead.
    /// </summary>
    private static long? FromStat(string stat)
    {
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields[0] is "Z" or "X"
            ? null
            : long.Parse(fields[19], CultureInfo.InvariantCulture);
    }
}
