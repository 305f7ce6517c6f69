using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ChaosService.MerkleKv.Storage;

/// <summary>A file's name is on the disk only once its folder is.</summary>
internal static partial class Folders
{
    public static void Force(string folder)
    {
        if (!OperatingSystem.IsLinux()) return;
        using var handle = new SafeFileHandle(Open(folder, 0), ownsHandle: true);
        if (handle.IsInvalid || Sync(handle) != 0)
            throw new IOException($"{folder} cannot be forced to the disk: errno {Marshal.GetLastPInvokeError()}.");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(SafeFileHandle handle);
}
