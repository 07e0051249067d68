using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace CiBudget.Capture;

/// <summary>
/// How many programs this process has started, at the least. What they call is not metered here, so the verdict names them. .NET tells
/// nobody of the programs that it starts, but Linux keeps account of a process's children.
/// </summary>
internal sealed class StartedPrograms
{
    private const int AnyChild = 0; // P_ALL
    private const int DoNotWait = 0x01000005; // WEXITED | WNOHANG | WNOWAIT

    // A process that was started by `exec` has inherited what its shell had waited for.
    private readonly long? _faultsBefore = FaultsOfEnded();

    /// <summary>
    /// One for all that run and one for all that have ended, since the system does not keep their number; null where nothing is known.
    /// </summary>
    public int? Count() =>
        _faultsBefore is { } before && FaultsOfEnded() is { } faults
            ? (HasChild() ? 1 : 0) + (faults > before ? 1 : 0)
            : null;

    /// <summary>
    /// The page faults of children that have ended, without which no program runs (<c>cminflt</c> of proc(5)); null where the system does
    /// not count: this process cannot have started without a fault of its own.
    /// </summary>
    private static long? FaultsOfEnded()
    {
        if (!OperatingSystem.IsLinux())
            return null;
        try
        {
            var text = Encoding.ASCII.GetString(File.ReadAllBytes("/proc/self/stat"));
            // The program's name, in brackets, may hold anything.
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return Number(fields[7]) > 0 ? Number(fields[8]) : null;
        }
        catch (Exception)
        {
            // No such file, or one of another shape: a system that only looks like Linux.
            return null;
        }
    }

    private static long Number(string field) => long.Parse(field, CultureInfo.InvariantCulture);

    /// <summary>Without waiting for it, and without taking its end from whoever does.</summary>
    private static bool HasChild() => WaitId(AnyChild, 0, 0, DoNotWait) == 0;

    [DllImport("libc", EntryPoint = "waitid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int WaitId(int kind, int id, nint info, int options);
}
