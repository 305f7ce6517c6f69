using System.Collections.Concurrent;
using ChaosService.Faults.Container;
using ChaosService.Faults.Disk.Shutdown;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Disk.PowerLoss;

internal sealed class PowerLossFault(
    FaultRequest request, PowerLossParameters parameters, ContainerStates states, NodeFilesystems filesystems)
    : ShutdownFaultLife(request, parameters.Path, states, filesystems)
{
    private readonly ConcurrentDictionary<string, LostRecord> _records = new(StringComparer.Ordinal);

    protected override string Kind => "disk-power-loss";

    protected override string Mark => $".chaosservice-unsynced-{Request.RunId}-{Request.Id}";

    protected override Task InjectAsync(string node, CancellationToken cancellationToken) =>
        Containers.HoldAsync(Request.Id, node, Hold.Down, n => CutAsync(n, cancellationToken), Tell, cancellationToken);

    /// <summary>
    /// The disk is cut first, while the processes are paused: none of them sees an error that a power cut would not have shown it, and none
    /// closes a file in good order. The filesystem is mounted again at once, so that other faults and the final looks find it.
    /// </summary>
    private async Task CutAsync(NodeRuntime node, CancellationToken cancellationToken)
    {
        if (node.State == NodeState.Running)
            await States.Docker.Containers.PauseContainerAsync(node.ContainerId, cancellationToken);
        var volume = VolumeOf(node.Node);
        _records[node.Node] = LostRecord.Write(Path.Combine(volume.Top(States.Docker), Mark));
        await Filesystems.HoldAsync(Request.Id, volume.Spot, DiskHold.Failed, Tell, cancellationToken);
        await MountAgainAsync(node.Node, cancellationToken);
    }

    protected override void Look(string node)
    {
        if (_records.TryGetValue(node, out var record)) record.Look();
        base.Look(node);
    }

    protected override async Task<Proof> EffectAsync(string node, CancellationToken cancellationToken)
    {
        if (!_records.TryGetValue(node, out var record)) return new(false, $"{node} has its power");
        var now = await AwaitAsync(node, n => n.State == NodeState.Exited, cancellationToken);
        return new(
            now.State == NodeState.Exited && record.IsLost,
            $"{node} {(now.State == NodeState.Exited ? "" : "is still ")}{Describe(now)} (pid {Before[node].Pid}); a record that was "
                + $"written to {VolumeOf(node).Spot} without fsync just before is {(record.IsLost ? "lost" : "still there")}");
    }
}
