using System.Globalization;

namespace ChaosService.Faults.Resource.Cgroups;

/// <summary>What a control group has used of the CPU so far, and how often it was stopped for it.</summary>
/// <param name="Periods">Of the scheduler's, in which the group had something to do and a quota.</param>
internal sealed record CpuUse(double Seconds, long Periods, long Throttled)
{
    public static CpuUse Of(NodeCgroup cgroup)
    {
        var stat = Path.Combine(cgroup.DirectoryOf("cpu")!, "cpu.stat");
        return new(SecondsOf(cgroup), Knob.Counter(stat, "nr_periods"), Knob.Counter(stat, "nr_throttled"));
    }

    /// <param name="below">A group below it, which is part of it; empty: all of it.</param>
    public static double SecondsOf(NodeCgroup cgroup, string below = "") => cgroup.DirectoryOf("cpuacct") is { } account
        ? long.Parse(Knob.Read(Path.Combine(account, below, "cpuacct.usage")), CultureInfo.InvariantCulture) / 1e9
        : Knob.Counter(Path.Combine(cgroup.DirectoryOf("cpu")!, below, "cpu.stat"), "usage_usec") / 1e6;

    public CpuUse Since(CpuUse before) => new(Seconds - before.Seconds, Periods - before.Periods, Throttled - before.Throttled);
}
