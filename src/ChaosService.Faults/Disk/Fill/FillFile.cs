using System.ComponentModel;
using System.Runtime.InteropServices;
using ChaosService.Faults.Kernel;
using Microsoft.Win32.SafeHandles;

namespace ChaosService.Faults.Disk.Fill;

/// <summary>A file that takes space and holds nothing.</summary>
internal static class FillFile
{
    private const long SmallestBytes = 4096;

    /// <summary>As df shows it: without the blocks reserved for root.</summary>
    public static long FreeBytes(string directory) => new DriveInfo(directory).AvailableFreeSpace;

    public static long TotalBytes(string directory) => new DriveInfo(directory).TotalSize;

    /// <summary>
    /// Lets the file, which may be there already, grow until no more than this is free in its filesystem; for 0 until it gets nothing any
    /// more, which may be later: a node's process may be root. That it cannot get more is not an error: others write, too.
    /// </summary>
    public static void GrowUntil(string path, long freeBytes, CancellationToken cancellationToken)
    {
        using var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write);
        var directory = Path.GetDirectoryName(path)!;
        var (length, step) = (RandomAccess.GetLength(file), long.MaxValue);
        while (step >= SmallestBytes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var missing =
                freeBytes == 0 ? Math.Max(SmallestBytes, new DriveInfo(directory).TotalFreeSpace) : FreeBytes(directory) - freeBytes;
            if (missing <= 0) return;
            step = Math.Min(step, missing);
            if (TryTake(file, length, step)) length += step;
            else step /= 2;
        }
    }

    /// <summary>One write is enough to see whether the filesystem takes anything: errno of it, 0 when it does.</summary>
    public static int TryWrite(string path)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
            return TryTake(file, 0, 16 * SmallestBytes) ? 0 : Libc.NoSpace;
        }
        catch (IOException)
        {
            return Libc.NoSpace;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static bool TryTake(SafeFileHandle file, long offset, long length)
    {
        if (Libc.Allocate(file, 0, offset, length) == 0) return true;
        return Marshal.GetLastPInvokeError() switch
        {
            Libc.NoSpace => false,
            Libc.NotSupported => TryWriteZeros(file, offset, length),
            var error => throw new Win32Exception(error, $"The filesystem cannot be filled ({Marshal.GetPInvokeErrorMessage(error)})"),
        };
    }

    private static bool TryWriteZeros(SafeFileHandle file, long offset, long length)
    {
        var zeros = new byte[Math.Min(length, 1 << 20)];
        try
        {
            for (var at = 0L; at < length; at +=
                zeros.Length) RandomAccess.Write(file, zeros.AsSpan(0, (int)Math.Min(zeros.Length, length - at)), offset + at);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
