using ChaosService.Model.Runs;

namespace ChaosService.Engine.Journal;

/// <summary>Tells whether the process that wrote an entry still lives, beyond the reuse of its pid.</summary>
public static class Processes
{
    public static ProcessIdentity Current { get; } = new(Environment.ProcessId, StartTicks(Environment.ProcessId) ?? 0);

    /// <summary>Names this start of the machine. Pids and start times begin again with each.</summary>
    public static string Boot { get; } = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

    public static bool IsAlive(ProcessIdentity process) => StartTicks(process.Pid) == process.StartTicks;

    /// <summary>It is abandoned: its process is gone, or hangs.</summary>
    public static bool IsLeft(JournalEntry entry) => entry.LeaseOver || !IsAlive(entry.Owner);

    private static long? StartTicks(int pid)
    {
        string stat;
        try
        {
            stat = File.ReadAllText($"/proc/{pid}/stat");
        }
        catch (IOException)
        {
            return null;
        }
        // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        // A zombie has ended, it only was not waited for yet.
        return fields[0] == "Z" ? null : long.Parse(fields[19]);
    }
}
