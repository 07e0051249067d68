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
    private const int Unlock = 8;
    private const int InterruptedCall = 4;
    private const uint WindowsExclusive = 2;

    private readonly SafeFileHandle _handle;

    private FileLock(SafeFileHandle handle) => _handle = handle;

    /// <summary>Takes the lock; other processes wait. Threads of one process must take turns among themselves.</summary>
    /// <exception cref="IOException">The file system has no locks.</exception>
    public static FileLock Take(SafeFileHandle handle)
    {
        if (OperatingSystem.IsWindows())
        {
            var at = default(NativeOverlapped);
            if (!LockFileEx(handle, WindowsExclusive, 0, uint.MaxValue, 0, ref at))
            {
                throw new IOException(
                    $"The file cannot be locked (error {Marshal.GetLastPInvokeError()})."
                );
            }
        }
        else
        {
            while (Flock(handle, LockExclusive) != 0)
            {
                var error = Marshal.GetLastPInvokeError();
                if (error != InterruptedCall)
                {
                    throw new IOException($"The file cannot be locked (error {error}).");
                }
            }
        }

        return new FileLock(handle);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (OperatingSystem.IsWindows())
        {
            var at = default(NativeOverlapped);
            UnlockFileEx(_handle, 0, uint.MaxValue, 0, ref at);
        }
        else
        {
            _ = Flock(_handle, Unlock);
        }
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
