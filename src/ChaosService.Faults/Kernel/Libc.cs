using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ChaosService.Faults.Kernel;

/// <summary>The system calls that .NET has no name for. Each sets errno, read by <see cref="Marshal.GetLastPInvokeError"/>.</summary>
internal static partial class Libc
{
    public const int CloneNewNet = 0x40000000;
    public const int NotPermitted = 1;
    public const int InputOutput = 5;
    public const int NotSupported = 95;
    public const int NoSpace = 28;
    public const int Busy = 16;
    public const int Invalid = 22;
    public const int ReadOnly = 30;

    /// <summary>FIFREEZE and FITHAW of linux/fs.h: they stop and let go every write to a filesystem.</summary>
    public const nuint Freeze = 0xC0045877;
    public const nuint Thaw = 0xC0045878;

    /// <summary>EXT4_IOC_SHUTDOWN of linux/ext4.h, and its argument for a journal that is not written either (NOLOGFLUSH).</summary>
    public const nuint ShutDown = 0x8004587D;
    public const uint WithoutJournal = 2;

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    public static partial int SetNamespace(SafeFileHandle file, int kind);

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    public static partial int Allocate(SafeFileHandle file, int mode, long offset, long length);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int Socket(int domain, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(int file, ReadOnlySpan<byte> address, int length);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetOption(int file, int level, int option, ref int value, int length);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int file, ReadOnlySpan<byte> data, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "sendto", SetLastError = true)]
    public static partial nint SendTo(int file, ReadOnlySpan<byte> data, nint length, int flags, ReadOnlySpan<byte> address, int size);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int file, Span<byte> data, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "ppoll", SetLastError = true)]
    public static partial int Poll(ref PollFile files, nuint count, ref TimeSpec timeout, nint signals);

    /// <summary>Opens what .NET does not: a directory, a file without a name.</summary>
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(int file, nuint request, nint argument);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(int file, nuint request, ref uint argument);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static partial int Synchronize(int file);

    [LibraryImport("libc", EntryPoint = "statvfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int StatFilesystem(string path, out FilesystemStat stat);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "prlimit", SetLastError = true)]
    public static partial int ReadLimit(int pid, int resource, nint wanted, out ResourceLimit now);

    [LibraryImport("libc", EntryPoint = "prlimit", SetLastError = true)]
    public static partial int WriteLimit(int pid, int resource, ref ResourceLimit wanted, nint now);

    /// <summary>For what the C library of some supported systems has no function for. All arguments are passed as they are.</summary>
    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    public static partial nint SystemCall(nint number, nint first, nint second, nint third, nint fourth);

    /// <summary>struct statvfs of a 64-bit Linux, with room behind it.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct FilesystemStat
    {
        public ulong BlockSize, FragmentSize, Blocks, BlocksFree, BlocksAvailable, Inodes, InodesFree, InodesAvailable, Id, Flags, NameMax;
        private readonly ulong _room1, _room2, _room3, _room4;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct ResourceLimit
    {
        public ulong Soft, Hard;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct PollFile
    {
        public int File;
        public short Wanted;
        public short Seen;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
