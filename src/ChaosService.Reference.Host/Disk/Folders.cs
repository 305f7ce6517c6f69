using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ChaosService.Reference.Host.Disk;

/// <summary>A new or renamed file survives a power loss only once its folder has been fsynced, too.</summary>
internal static partial class Folders
{
    private const int ReadOnly = 0;

    public static void Force(string folder)
    {
        if (!OperatingSystem.IsLinux()) return;
        using var handle = new SafeFileHandle(Open(folder, ReadOnly), ownsHandle: true);
        if (handle.IsInvalid || Sync(handle) != 0)
            throw new IOException($"{folder} cannot be forced to the disk: errno {Marshal.GetLastPInvokeError()}.");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(SafeFileHandle handle);
}
