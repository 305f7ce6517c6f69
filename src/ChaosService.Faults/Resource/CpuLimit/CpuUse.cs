using System.Globalization;
using ChaosService.Faults.Resource.Cgroups;

namespace ChaosService.Faults.Resource.CpuLimit;

/// <summary>What a control group has used of the CPU so far, and how often it was stopped for it.</summary>
/// <param name="Periods">Of the scheduler's, in which the group had something to do and a quota.</param>
internal sealed record CpuUse(double Seconds, long Periods, long Throttled)
{
    public static CpuUse Of(NodeCgroup cgroup)
    {
        var stat = Path.Combine(cgroup.DirectoryOf("cpu")!, "cpu.stat");
        var seconds = cgroup.DirectoryOf("cpuacct") is { } account
            ? long.Parse(Knob.Read(Path.Combine(account, "cpuacct.usage")), CultureInfo.InvariantCulture) / 1e9
            : Knob.Counter(stat, "usage_usec") / 1e6;
        return new(seconds, Knob.Counter(stat, "nr_periods"), Knob.Counter(stat, "nr_throttled"));
    }

    public CpuUse Since(CpuUse before) => new(Seconds - before.Seconds, Periods - before.Periods, Throttled - before.Throttled);
}
