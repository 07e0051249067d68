using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CiBudget.Capture;

/// <summary>
/// An exclusive lock on an open file that waits for its turn and ends with its holder, however that ends. .NET's own
/// <see cref="FileStream.Lock"/> does not wait and is missing on macOS.
/// </summary>
internal readonly struct FileLock : IDisposable
{
    private const int LockExclusive = 2;
    private const int DoNotWait = 4;
    private const int Unlock = 8;
    private const int InterruptedCall = 4;
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnMac = 35;
    private const uint WindowsExclusive = 2;
    private const uint WindowsDoNotWait = 1;
    private const int WindowsIsLocked = 33;
    private const int WindowsIsPending = 997;

    /// <summary>Steps under this lock take microseconds: who has it for so long is no process of ours, or stands still.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Until then a waiting thread gives way and does not sleep.</summary>
    private static readonly TimeSpan Brief = TimeSpan.FromMilliseconds(20);

    private readonly SafeFileHandle _handle;

    private FileLock(SafeFileHandle handle) => _handle = handle;

    /// <summary>Takes the lock; other processes wait. Threads of one process must take turns among themselves.</summary>
    /// <exception cref="IOException">The file system has no locks, or another process does not let go of it.</exception>
    public static FileLock Take(SafeFileHandle handle) => Take(handle, Patience);

    internal static FileLock Take(SafeFileHandle handle, TimeSpan patience)
    {
        var started = Stopwatch.GetTimestamp();
        for (var wait = default(SpinWait); !TryTake(handle); )
        {
            var waited = Stopwatch.GetElapsedTime(started);
            if (waited > patience)
                throw new IOException(
                    $"Another process has held the lock on a file of the run for {patience.TotalSeconds:0} s: end that process, and start the run again."
                );

            wait.SpinOnce(waited < Brief ? -1 : 1);
        }

        return new FileLock(handle);
    }

    private static bool TryTake(SafeFileHandle handle)
    {
        if (OperatingSystem.IsWindows())
        {
            var at = default(NativeOverlapped);
            if (
                LockFileEx(handle, WindowsExclusive | WindowsDoNotWait, 0, uint.MaxValue, 0, ref at)
            )
                return true;
        }
        else if (Flock(handle, LockExclusive | DoNotWait) == 0)
            return true;

        return Marshal.GetLastPInvokeError() switch
        {
            WouldBlockOnLinux or WouldBlockOnMac or InterruptedCall => false,
            WindowsIsLocked or WindowsIsPending => false,
            var error => throw new IOException($"The file cannot be locked (error {error})."),
        };
    }

    public void Dispose()
    {
        if (OperatingSystem.IsWindows())
        {
            var at = default(NativeOverlapped);
            UnlockFileEx(_handle, 0, uint.MaxValue, 0, ref at);
        }
        else
            _ = Flock(_handle, Unlock);
    }

    [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Flock(SafeFileHandle file, int operation);

    [DllImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool LockFileEx(
        SafeFileHandle file,
        uint flags,
        uint reserved,
        uint bytesLow,
        uint bytesHigh,
        ref NativeOverlapped at
    );

    [DllImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool UnlockFileEx(
        SafeFileHandle file,
        uint reserved,
        uint bytesLow,
        uint bytesHigh,
        ref NativeOverlapped at
    );
}
