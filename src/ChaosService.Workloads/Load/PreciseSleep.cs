using System.Runtime.InteropServices;

namespace ChaosService.Workloads.Load;

/// <summary>Sleeps for less than a millisecond, which .NET's own waits cannot do, without spinning.</summary>
internal static class PreciseSleep
{
    private const long ShortestNs = 50_000;

    /// <param name="stop">Ends the sleep early only where the system has nothing better than a wait on a handle.</param>
    public static void For(long nanoseconds, CancellationToken stop)
    {
        var ns = Math.Max(nanoseconds, ShortestNs);
        if (OperatingSystem.IsWindows())
        {
            stop.WaitHandle.WaitOne((int)Math.Max(1, ns / 1_000_000));
            return;
        }
        // A signal may end it early; the caller checks its clock again anyway.
        var request = new TimeSpec { Seconds = (nint)(ns / 1_000_000_000), Nanoseconds = (nint)(ns % 1_000_000_000) };
        _ = NanoSleep(in request, IntPtr.Zero);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }

    [DllImport("libc", EntryPoint = "nanosleep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NanoSleep(in TimeSpec request, IntPtr remaining);
}
