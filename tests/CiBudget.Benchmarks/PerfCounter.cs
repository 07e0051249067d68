using System.Runtime.InteropServices;
namespace CiBudget.Benchmarks;
internal static unsafe class PerfCounter
{
    [DllImport("libc", EntryPoint = "syscall")] private static extern long Syscall(long n, void* a, long pid, long cpu, long group, long flags);
    [DllImport("libc", EntryPoint = "read")] private static extern long Read(int fd, void* b, long n);
    public static int Open(ulong config, bool kernel)
    {
        var attr = stackalloc byte[128];
        new Span<byte>(attr, 128).Clear();
        *(uint*)(attr + 4) = 128; *(ulong*)(attr + 8) = config;
        *(ulong*)(attr + 40) = kernel ? 0ul : 1ul << 5; // exclude_kernel
        return (int)Syscall(298, attr, 0, -1, -1, 0);
    }
    public static long Value(int fd) { long v = 0; Read(fd, &v, 8); return v; }
}
