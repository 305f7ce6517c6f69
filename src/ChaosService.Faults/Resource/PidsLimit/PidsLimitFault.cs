using System.Globalization;
using ChaosService.Docker.Processes;
using ChaosService.Faults.Container;
using ChaosService.Faults.Resource.Cgroups;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Resource.PidsLimit;

internal sealed class PidsLimitFault(FaultRequest request, PidsLimitParameters parameters, ContainerStates states, NodeLimits limits)
    : LimitFaultLife(request, "pids-limit", PidsKnob.Instance, states, limits)
{
    private static readonly TimeSpan GuestLimit = TimeSpan.FromSeconds(5);

    protected override long AmountFor(NodeRuntime node, string directory, bool version2) => Current(directory) + parameters.Leave;

    /// <summary>A shell joins the node and makes one process more than is left; the kernel counts what it refuses.</summary>
    protected override async Task<Proof> MeasureAsync(string node, NodeCgroup cgroup, long? amount, CancellationToken cancellationToken)
    {
        var directory = cgroup.DirectoryOf("pids")!;
        var events = Path.Combine(directory, "pids.events");
        // The shell that joins takes one place itself, which the kernel gives it whatever the limit says.
        var tries = amount is { } limit ? Math.Max(1, limit - Current(directory)) : parameters.Leave + 1;
        var before = Knob.Counter(events, "max");
        var guest = await CommandRunner.RunAsync(
            Guest.In([directory], GuestLimit, $"n=0; while [ $n -lt {tries} ]; do sleep 0.3 & n=$((n+1)); done; wait"),
            cancellationToken);
        if (guest.ExitCode == Guest.CannotJoin) return new(false, $"no shell could join {node}: {guest.Error.Trim()}");
        var refused = Knob.Counter(events, "max") - before;
        return new(
            refused > 0 == amount is not null,
            $"it has {Current(directory):N0}, and of {tries:N0} more the kernel refused {refused:N0}");
    }

    private static long Current(string directory) =>
        long.Parse(Knob.Read(Path.Combine(directory, "pids.current")), CultureInfo.InvariantCulture);
}
