using System.Collections.Concurrent;
using ChaosService.Docker.Processes;
using ChaosService.Faults.Container;
using ChaosService.Faults.Resource.Cgroups;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Resource.MemoryLimit;

internal sealed class MemoryLimitFault(
    FaultRequest request, MemoryLimitParameters parameters, ContainerStates states, NodeLimits limits)
    : LimitFaultLife(request, "memory-limit", MemoryKnob.Instance, states, limits)
{
    private const long MiB = 1 << 20;

    /// <summary>A node that is further from its limit than this is not brought there to see it hold.</summary>
    private const long MostWritten = 128 * MiB;

    private static readonly TimeSpan GuestLimit = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, long> _killedBefore = new(StringComparer.Ordinal);

    protected override long AmountFor(NodeRuntime node, string directory, bool version2)
    {
        var use = MemoryUse.Of(directory, version2);
        if (use.OwnBytes >= parameters.LimitBytes)
            throw new FaultRefusedException(
                $"{node.Node} holds {Size(use.OwnBytes)} that no file backs, more than the limit of {Size(parameters.LimitBytes)}: it "
                    + "would be killed at once; write a higher limit, or use container-kill.");
        _killedBefore[node.Node] = use.Killed;
        return parameters.LimitBytes;
    }

    /// <summary>
    /// A program that joins the node writes a file without a name, whose pages count for the node until the limit: then the kernel takes
    /// them back. Nothing is ended for it.
    /// </summary>
    protected override async Task<Proof> MeasureAsync(string node, NodeCgroup cgroup, long? amount, CancellationToken cancellationToken)
    {
        var directory = cgroup.DirectoryOf("memory")!;
        var version2 = cgroup.IsVersion2("memory");
        var before = MemoryUse.Of(directory, version2);
        var ended = before.Killed - _killedBefore.GetValueOrDefault(node);
        var killed = ended > 0 ? $", {ended} processes ended for want of it" : "";
        if (amount is not { } limit) return new(true, $"it holds {Size(before.HeldBytes)}{killed}");
        var missing = Math.Max(0, limit - before.HeldBytes) + 4 * MiB;
        if (missing > MostWritten) return new(true, $"it holds {Size(before.HeldBytes)}{killed}, too far from its limit to see it act");
        var guest = await CommandRunner.RunAsync(
            Guest.In(
                [directory], GuestLimit,
                $"file=$(mktemp -p /var/tmp) && exec 3> \"$file\" && rm \"$file\" && head -c {missing} /dev/zero >&3"),
            cancellationToken);
        if (guest.ExitCode == Guest.CannotJoin) return new(false, $"no program could join {node}: {guest.Error.Trim()}");
        var after = MemoryUse.Of(directory, version2);
        return new(
            after.Hits > before.Hits && after.HeldBytes <= limit,
            $"with {Size(missing)} of files more it holds {Size(after.HeldBytes)}{killed}, and ran into its limit "
                + $"{after.Hits - before.Hits:N0} times");
    }

    private static string Size(long bytes) => $"{bytes / (double)MiB:0.0} MiB";
}
