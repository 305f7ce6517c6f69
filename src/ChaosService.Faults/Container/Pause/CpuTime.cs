namespace ChaosService.Faults.Container.Pause;

/// <summary>CPU time of a process, all its threads together.</summary>
internal static class CpuTime
{
    /// <summary>Clock ticks, user and system; 0 when the process is gone.</summary>
    public static long Of(int pid)
    {
        try
        {
            return Parse(File.ReadAllText($"/proc/{pid}/stat"));
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>Fields 14 and 15. The name, field 2, is in parentheses and may contain anything.</summary>
    internal static long Parse(string stat)
    {
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return long.Parse(fields[11]) + long.Parse(fields[12]);
    }
}
