using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CiBudget.Capture;

/// <summary>
/// Opens a file for reading on Unix without a lock of its own. .NET takes a shared lock whenever it opens a file, which fails while
/// this process, or another one, holds the exclusive lock on it.
/// </summary>
internal static class UnlockedFile
{
    private const int CloseOnExecOnLinux = 0x80000;
    private const int CloseOnExecOnMac = 0x1000000;

    /// <summary>The file; null when it is not there or may not be read.</summary>
    public static SafeFileHandle? TryOpen(string path)
    {
        var file = Open(path, OperatingSystem.IsMacOS() ? CloseOnExecOnMac : CloseOnExecOnLinux);
        return file < 0 ? null : new SafeFileHandle(file, ownsHandle: true);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
