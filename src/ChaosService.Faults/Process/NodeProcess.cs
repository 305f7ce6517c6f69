using ChaosService.Docker.Resources;

namespace ChaosService.Faults.Process;

/// <summary>A process inside a node, as the host sees it.</summary>
/// <param name="Pid">The host's.</param>
/// <param name="InnerPid">As the node sees it: 1 is the container's first process.</param>
/// <param name="StartTicks">With the pid it names the process beyond the pid's reuse.</param>
internal sealed record NodeProcess(int Pid, int InnerPid, string Name, string StartTicks)
{
    /// <summary>The kernel keeps this much of a program's name.</summary>
    public const int NameLength = 15;

    /// <summary>All that run in the node; what has ended and was not waited for yet (a zombie) does not.</summary>
    /// <param name="pid">The node's first process; 0: there are none.</param>
    public static IReadOnlyList<NodeProcess> Of(int pid)
    {
        if (pid == 0) return [];
        var table = new ProcessTable("/proc");
        return [.. table.Beside(pid).Select(p => Read(p, table)).OfType<NodeProcess>()];
    }

    public bool Runs() => Read(Pid, new ProcessTable("/proc"))?.StartTicks == StartTicks;

    private static NodeProcess? Read(int pid, ProcessTable table)
    {
        try
        {
            return table.StartTicks(pid) is { } ticks ? Parse(pid, ticks, File.ReadAllLines($"/proc/{pid}/status")) : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Null for a zombie.</summary>
    internal static NodeProcess? Parse(int pid, string ticks, IReadOnlyList<string> status)
    {
        string Field(string key) => status.First(l => l.StartsWith($"{key}:", StringComparison.Ordinal))[(key.Length + 1)..].Trim();
        return Field("State") is ['Z' or 'X', ..] ? null : new(pid, int.Parse(Field("NSpid").Split('\t', ' ')[^1]), Field("Name"), ticks);
    }
}
