using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace CiBudget.NUnit;

/// <summary>Names a process so that no other process of this machine ever has the same name: its id and when it started.</summary>
/// <remarks>
/// All test programs of one <c>dotnet test</c> on Microsoft.Testing.Platform are children of that one process, which no variable names:
/// they find it themselves.
/// </remarks>
internal static partial class ProcessIdentity
{
    /// <summary>This process, or the one that started it.</summary>
    public static string Get(bool ownProcess)
    {
        var id = Environment.ProcessId;
        if (!ownProcess && ParentId() is { } parent)
            id = parent;

        return string.Create(CultureInfo.InvariantCulture, $"{id}-{ProcessStart.Get(id) ?? 0}");
    }

    private static int? ParentId()
    {
        if (!OperatingSystem.IsWindows())
            return GetParentId();

        using var self = Process.GetCurrentProcess();
        var status = NtQueryInformationProcess(
            self.Handle,
            0,
            out var basic,
            Marshal.SizeOf<ProcessBasicInformation>(),
            out _
        );
        return status == 0 ? (int)basic.InheritedFromUniqueProcessId : null;
    }

    [LibraryImport("libc", EntryPoint = "getppid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetParentId();

    [LibraryImport("ntdll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int NtQueryInformationProcess(
        nint process,
        int informationClass,
        out ProcessBasicInformation information,
        int length,
        out int returned
    );

    /// <summary>PROCESS_BASIC_INFORMATION of winternl.h.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ProcessBasicInformation
    {
        public nint ExitStatus;
        public nint PebBaseAddress;
        public nint AffinityMask;
        public nint BasePriority;
        public nint UniqueProcessId;
        public nint InheritedFromUniqueProcessId;
    }
}
