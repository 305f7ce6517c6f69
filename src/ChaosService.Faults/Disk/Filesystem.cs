using System.ComponentModel;
using System.Runtime.InteropServices;
using ChaosService.Docker.Processes;
using ChaosService.Docker.Volumes;
using ChaosService.Faults.Kernel;

namespace ChaosService.Faults.Disk;

/// <summary>What is done to a mounted filesystem, and asked of it, through its top directory.</summary>
internal static class Filesystem
{
    private const int WriteOnly = 1;
    private const int CloseOnExec = 0x80000;

    /// <summary>O_DIRECTORY is one of the flags that differ between processors.</summary>
    private static readonly int DirectoryFlag = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x4000 : 0x10000;

    private static readonly int Nameless = 0x400000 | DirectoryFlag;

    /// <summary>Stops all writes, after those under way. A thread that writes then waits until <see cref="Thaw"/>, whatever is sent to it.
    /// </summary>
    public static void Freeze(string directory)
    {
        switch (Control(directory, Libc.Freeze))
        {
            case 0: return;
            case Libc.Busy: throw new IOException($"{directory} is frozen already, and not by a fault; thaw it first: fsfreeze -u");
            case var error: throw new Win32Exception(error, $"{directory} cannot be frozen ({Marshal.GetPInvokeErrorMessage(error)})");
        }
    }

    /// <summary>Does nothing to one that is not frozen.</summary>
    public static void Thaw(string directory)
    {
        if (Control(directory, Libc.Thaw) is not (0 or Libc.Invalid or Libc.NotSupported) and var error)
            throw new Win32Exception(error, $"{directory} cannot be thawed ({Marshal.GetPInvokeErrorMessage(error)})");
    }

    /// <summary>
    /// Shuts down an ext4 filesystem as if its disk were gone: nothing more is written to it, not even its journal, and every process that
    /// reads or writes gets EIO until it is mounted again. One that is shut down already stays so.
    /// </summary>
    public static void ShutDown(string directory)
    {
        var how = Libc.WithoutJournal;
        var error = Control(directory, file => Libc.Control(file, Libc.ShutDown, ref how));
        if (error != 0)
            throw new Win32Exception(error, $"{directory} cannot be shut down ({Marshal.GetPInvokeErrorMessage(error)})");
    }

    /// <summary>The whole filesystem, wherever it is mounted. What stays open for writing makes it fail.</summary>
    public static Command Remount(EngineMounts engine, string hostPath, bool readOnly) =>
        engine.Enter(new("mount", "-o", readOnly ? "remount,ro" : "remount,rw", hostPath));

    /// <summary>
    /// Writes as a node would and leaves nothing, not even when it ends in the middle: a file without a name. The errno; 0 when it works.
    /// Does not return while the filesystem is frozen.
    /// </summary>
    public static int TryWrite(string directory)
    {
        var file = Libc.Open(directory, Nameless | WriteOnly | CloseOnExec, 0x180);
        if (file < 0) return Marshal.GetLastPInvokeError();
        _ = Libc.Close(file);
        return 0;
    }

    /// <summary>Makes everything created and deleted so far durable, even if the power is cut at once.</summary>
    public static void Synchronize(string directory)
    {
        var error = Control(directory, Libc.Synchronize);
        if (error != 0)
            throw new Win32Exception(error, $"{directory} cannot be synchronized ({Marshal.GetPInvokeErrorMessage(error)})");
    }

    public static Libc.FilesystemStat Stat(string directory) => Libc.StatFilesystem(directory, out var stat) == 0
        ? stat
        : throw new Win32Exception(Marshal.GetLastPInvokeError(), $"{directory} cannot be asked for its free space");

    private static int Control(string directory, nuint request) => Control(directory, file => Libc.Control(file, request, 0));

    private static int Control(string directory, Func<int, int> control)
    {
        var file = Libc.Open(directory, DirectoryFlag | CloseOnExec, 0);
        if (file < 0) return Marshal.GetLastPInvokeError();
        var error = control(file) == 0 ? 0 : Marshal.GetLastPInvokeError();
        _ = Libc.Close(file);
        return error;
    }
}
