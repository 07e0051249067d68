using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CiBudget.Capture;

/// <summary>
/// Opens a file for reading on Unix without a lock of its own, and without waiting for who may write to it, should it be a pipe. .NET
/// takes a shared lock whenever it opens a file, which fails while this process, or another one, holds the exclusive lock on it.
/// </summary>
internal static class UnlockedFile
{
    // O_CLOEXEC | O_NONBLOCK
    private const int FlagsOnLinux = 0x80000 | 0x800;
    private const int FlagsOnMac = 0x1000000 | 0x4;

    /// <summary>The file; null when it is not there or may not be read.</summary>
    public static SafeFileHandle? TryOpen(string path)
    {
        var file = Open(path, OperatingSystem.IsMacOS() ? FlagsOnMac : FlagsOnLinux);
        return file < 0 ? null : new SafeFileHandle(file, ownsHandle: true);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
