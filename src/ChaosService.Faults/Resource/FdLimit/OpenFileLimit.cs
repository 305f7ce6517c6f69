using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using ChaosService.Faults.Kernel;

namespace ChaosService.Faults.Resource.FdLimit;

/// <summary>How many files a process may have open (RLIMIT_NOFILE of getrlimit(2)): the number that no descriptor may reach.</summary>
/// <param name="Soft">What the kernel keeps to.</param>
/// <param name="Hard">Up to which the process itself may raise it.</param>
internal sealed record OpenFileLimit(ulong Soft, ulong Hard)
{
    private const int Resource = 7;
    private const int NoSuchProcess = 3;

    /// <summary>Null when the process is gone.</summary>
    public static OpenFileLimit? Of(int pid) =>
        Libc.ReadLimit(pid, Resource, 0, out var limit) == 0 ? new(limit.Soft, limit.Hard) : Gone(pid);

    /// <summary>Nothing happens to a process that is gone.</summary>
    public static void SetSoft(int pid, ulong soft)
    {
        if (Of(pid) is not { } now) return;
        var wanted = new Libc.ResourceLimit { Soft = Math.Min(soft, now.Hard), Hard = now.Hard };
        if (Libc.WriteLimit(pid, Resource, ref wanted, 0) != 0) Gone(pid);
    }

    /// <summary>The numbers of what the process has open; empty when it is gone.</summary>
    public static IReadOnlyCollection<int> Open(int pid)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries($"/proc/{pid}/fd")
                .Select(f => int.Parse(Path.GetFileName(f), CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            return [];
        }
    }

    /// <summary>The smallest limit under which this many more can be opened: a new one gets the lowest number that is free.</summary>
    public static ulong Leaving(int more, IReadOnlyCollection<int> open)
    {
        var taken = open.ToHashSet();
        var limit = 0;
        for (var free = 0; free < more; limit++)
            if (!taken.Contains(limit)) free++;
        while (taken.Contains(limit)) limit++;
        return (ulong)limit;
    }

    /// <summary>How many more can be opened.</summary>
    public static int Free(ulong limit, IReadOnlyCollection<int> open) =>
        (int)Math.Min(int.MaxValue, limit) - open.Count(n => (ulong)n < limit);

    /// <returns>Null: the process is gone. What else went wrong is thrown.</returns>
    private static OpenFileLimit? Gone(int pid) => Marshal.GetLastPInvokeError() is NoSuchProcess
        ? null
        : throw new Win32Exception(
            Marshal.GetLastPInvokeError(), $"The limit of open files of pid {pid} cannot be had ({Marshal.GetLastPInvokeErrorMessage()})");
}
