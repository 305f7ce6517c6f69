using System.Globalization;
using ChaosService.Docker.Processes;
using ChaosService.Faults.Container;
using ChaosService.Faults.Resource.Cgroups;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Resource.CpuLimit;

internal sealed class CpuLimitFault(FaultRequest request, CpuLimitParameters parameters, ContainerStates states, NodeLimits limits)
    : LimitFaultLife(request, "cpu-limit", CpuKnob.Instance, states, limits)
{
    /// <summary>What a node may use beyond its share within the time that it is watched: a period more, and the clock's grain.</summary>
    private const double Slack = 1.25;

    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(100);

    protected override long AmountFor(NodeRuntime node, string directory, bool version2) => (long)Math.Round(parameters.Share * 1_000_000);

    /// <summary>
    /// A spinner joins the node, so that there is more to do than the share allows: it is throttled, or it is not. On a machine that has
    /// no time for it, it is not throttled, and the effect is not proven.
    /// </summary>
    protected override async Task<Proof> MeasureAsync(string node, NodeCgroup cgroup, long? amount, CancellationToken cancellationToken)
    {
        var directory = cgroup.DirectoryOf("cpu")!;
        string[] groups = cgroup.DirectoryOf("cpuacct") is { } account ? [directory, account] : [directory];
        var spinning = CommandRunner.RunAsync(
            Guest.In(groups, CpuLimitParameters.Watch + 4 * Settle, "while :; do :; done"), cancellationToken);
        await Task.Delay(Settle, States.Time, cancellationToken);
        var (from, before) = (States.Time.GetTimestamp(), CpuUse.Of(cgroup));
        await Task.Delay(CpuLimitParameters.Watch, States.Time, cancellationToken);
        var (seconds, used) = (States.Time.GetElapsedTime(from).TotalSeconds, CpuUse.Of(cgroup).Since(before));
        var ended = await spinning;
        if (ended.ExitCode == Guest.CannotJoin) return new(false, $"no spinner could join {node}: {ended.Error.Trim()}");
        var share = used.Seconds / seconds;
        var evidence = string.Create(
            CultureInfo.InvariantCulture,
            $"with a spinner in it {node} used {100 * share:0.0} % over {seconds:0.0} s, ")
            + $"throttled in {used.Throttled} of {used.Periods} periods";
        return new(
            amount is { } limit ? used.Throttled > 0 && share <= Slack * limit / 1_000_000 : share > Slack * parameters.Share
                || used.Throttled == 0,
            evidence);
    }
}
