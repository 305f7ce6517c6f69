namespace ChaosService.Faults.Kernel;

/// <summary>A handle on one process that survives reuse of its pid (pidfd_open(2)).</summary>
internal static class ProcessFile
{
    // The same on every processor.
    private const int OpenCall = 434;
    private const int SignalCall = 424;

    /// <summary>Kills the process of that number if it is the one that is meant; one that has ended is what was wanted.</summary>
    /// <param name="isMeant">Asked once the process is held: if the number comes to mean another one now, that one gets nothing.</param>
    public static void Kill(int pid, Func<bool> isMeant)
    {
        var file = (int)Libc.SystemCall(OpenCall, pid, 0, 0, 0);
        if (file < 0) return;
        if (isMeant()) _ = Libc.SystemCall(SignalCall, file, Signals.Numbers["KILL"], 0, 0);
        _ = Libc.Close(file);
    }
}
