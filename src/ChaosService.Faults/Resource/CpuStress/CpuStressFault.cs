using System.Globalization;
using ChaosService.Faults.Container;
using ChaosService.Faults.Resource.Cgroups;
using ChaosService.Faults.Resource.Stress;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Resource.CpuStress;

internal sealed class CpuStressFault(FaultRequest request, CpuStressParameters parameters, ContainerStates states, NodeLimits limits)
    : StressFaultLife(request, "cpu-stress", states, limits)
{
    /// <summary>What the clock's grain and the shell's own work may add, or take away.</summary>
    private const double Slack = 0.2;

    private static readonly IReadOnlyDictionary<string, string> NoEnvironment = new Dictionary<string, string>();

    protected override int Tasks => parameters.Workers;

    protected override Task CheckAsync(NodeRuntime node, NodeCgroup cgroup, CancellationToken cancellationToken) => Task.CompletedTask;

    protected override (string Script, IReadOnlyDictionary<string, string> Environment) Work(NodeRuntime node) =>
        (SpinScript.For(parameters), NoEnvironment);

    /// <summary>
    /// The kernel's account of the fault's own group. On a machine that has no more time, or for a node with a limit, the spinners wait to
    /// run instead: that is what was asked for as well, and is counted beside it.
    /// </summary>
    protected override async Task<Proof> MeasureAsync(string node, StressGroup group, CancellationToken cancellationToken)
    {
        var (from, before) = (States.Time.GetTimestamp(), Use(group));
        await Task.Delay(CpuStressParameters.Watch, States.Time, cancellationToken);
        var (seconds, after) = (States.Time.GetElapsedTime(from).TotalSeconds, Use(group));
        var own = (after.Own - before.Own) / seconds;
        var waited = (after.Waited - before.Waited) / seconds;
        var throttled = after.Throttled - before.Throttled;
        var evidence = string.Create(
            CultureInfo.InvariantCulture,
            $"asked {100 * parameters.Cores:0} % of a core (± {100 * Slack:0} %), measured {100 * own:0.0} % and {100 * waited:0.0} % more "
            + $"waiting for one, over {seconds:0.0} s; {node} itself used "
            + $"{100 * Math.Max(0, (after.All - before.All) / seconds - own):0.0} %")
            + (throttled > 0 ? $", throttled in {throttled} periods" : "");
        var enough = own + waited >= (1 - Slack) * parameters.Cores || (throttled > 0 && own > 0);
        // Where they wait to run, so does what stops them: that comes late, and they have had more by then.
        return new(enough && own <= (1 + Slack) * parameters.Cores + waited, evidence);
    }

    protected override async Task<Proof> RestAsync(string node, NodeCgroup cgroup, CancellationToken cancellationToken)
    {
        var (from, before) = (States.Time.GetTimestamp(), CpuUse.SecondsOf(cgroup));
        await Task.Delay(CpuStressParameters.Watch / 4, States.Time, cancellationToken);
        var used = (CpuUse.SecondsOf(cgroup) - before) / States.Time.GetElapsedTime(from).TotalSeconds;
        return new(true, string.Create(CultureInfo.InvariantCulture, $"it used {100 * used:0.0} % of a core"));
    }

    private (double Own, double All, double Waited, long Throttled) Use(StressGroup group) =>
        (CpuUse.SecondsOf(group.Node, Name), CpuUse.SecondsOf(group.Node), group.Processes().Sum(Waited), CpuUse.Of(group.Node).Throttled);

    /// <summary>In seconds: the second number of <c>schedstat</c>, the time ready to run and not running.</summary>
    private static double Waited(int pid)
    {
        try
        {
            return long.Parse(File.ReadAllText($"/proc/{pid}/schedstat").Split(' ')[1], CultureInfo.InvariantCulture) / 1e9;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
