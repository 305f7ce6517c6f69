using System.Runtime.InteropServices;
using ChaosService.Docker.Volumes;
using ChaosService.Faults.Container;
using ChaosService.Faults.Kernel;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;

namespace ChaosService.Faults.Disk.Shutdown;

/// <summary>
/// The common part of faults that shut a node's filesystem down: which can be, and that it is mounted again under a node that starts.
/// </summary>
internal abstract class ShutdownFaultLife(FaultRequest request, string? path, ContainerStates states, NodeFilesystems filesystems)
    : ContainerFaultLife(request, states)
{
    private readonly Dictionary<string, ShutdownVolume> _volumes = new(StringComparer.Ordinal);

    protected ClusterFilesystems Filesystems { get; } = filesystems.Of(request.Cluster);

    protected abstract string Kind { get; }

    /// <summary>Name of the file or folder that the fault creates at the top of the filesystem; null: none.</summary>
    protected virtual string? Mark => null;

    protected ShutdownVolume VolumeOf(string node) => _volumes[node];

    protected override async Task CheckAsync(NodeRuntime node, CancellationToken cancellationToken)
    {
        var (docker, engine) = (States.Docker, EngineMounts.Of(States.Docker));
        var seen = await OwnFilesystem.FindAsync(docker, node, path, cancellationToken);
        var spot = new FilesystemSpot(node.Node, node.ContainerId, seen.Point, OwnFilesystem.HostPath(node, seen));
        if (MountEntry.In(engine.Table).LastOrDefault(e => e.Point == spot.HostPath) is not { } mount || mount.Device != seen.Device)
            throw new FaultRefusedException(
                $"{spot} is mounted in the node alone, so it cannot be mounted again from outside; give the node a volume for it.");
        if (spot.HostPath!.EndsWith("/_data", StringComparison.Ordinal))
            throw new FaultRefusedException(
                $"{spot} is a volume that the engine itself mounts and unmounts with the node; mount it on the host, and bind that.");
        if (Enum.GetValues<DiskHold>().Select(hold => Filesystems.Holder(spot, hold)).FirstOrDefault(id => id is not null) is { } holder)
            throw new FaultRefusedException($"{spot} is held by {holder}, which could not go on after this; begin after its end.");
        var volume = new ShutdownVolume(spot, LoopFilesystem.Of(engine, spot, mount, $"/sys/dev/block/{mount.Device}"));
        if (mount.IsReadOnly || await volume.IsShutDownAsync(docker, cancellationToken))
            throw new FaultRefusedException($"{spot} takes no writes already, and not by a fault; mend it first.");
        if (Directory.EnumerateFileSystemEntries(volume.Top(docker), ".chaosservice-*").FirstOrDefault() is { } file)
            throw new FaultRefusedException(
                $"{spot} holds {Path.GetFileName(file)} of another fault, which might be lost here; wait for that fault, or if its run is "
                    + "dead: chaosctl faults revert");
        _volumes[node.Node] = volume;
    }

    protected override RevertRecipe Recipe(IEnumerable<NodeRuntime> nodes) =>
        new ShutdownRecipe(Request.Cluster.Project, Request.Id, Mark, [.. _volumes.Values]).ToRevertRecipe(Kind);

    protected override async Task RevertAsync(string node, CancellationToken cancellationToken)
    {
        if (!_volumes.ContainsKey(node)) return;
        await Containers.LetGoAsync(
            Request.Id, node, start: true, cancellationToken, before: () => MountAgainAsync(node, cancellationToken));
    }

    /// <summary>Once this returns the filesystem works, as it was when it was shut down, and the node does not run if it was.</summary>
    protected Task MountAgainAsync(string node, CancellationToken cancellationToken) =>
        Filesystems.LetGoAsync(
            Request.Id, _volumes[node].Spot, cancellationToken,
            before: async () =>
            {
                var now = await Request.Cluster.InspectAsync(node, cancellationToken);
                await _volumes[node].RestoreAsync(
                    States.Docker, States.Time, now.State == NodeState.Gone ? null : now.ContainerId.Text, cancellationToken);
                Look(node);
            });

    /// <summary>The filesystem works. What the fault made in it is deleted.</summary>
    protected virtual void Look(string node)
    {
        if (Mark is not null) DiskRecipe.Delete(_volumes[node].Top(States.Docker), Mark);
    }

    protected override async Task<Proof> RecoveryAsync(string node, CancellationToken cancellationToken)
    {
        var holder = Containers.Holder(node, Hold.Down);
        var now = holder is null
            ? await AwaitAsync(node, n => n.Pid != 0, cancellationToken)
            : await Request.Cluster.InspectAsync(node, cancellationToken);
        if (Filesystems.Holder(VolumeOf(node).Spot, DiskHold.Frozen) is { } stalled)
            return new(true, $"{VolumeOf(node).Spot} is stalled by {stalled}, so no write was tried");
        var error = await VolumeOf(node).TryWriteAsync(States.Docker, cancellationToken);
        return new(
            error is 0 or Libc.NoSpace && (now.Pid != 0 || holder is not null),
            $"{VolumeOf(node).Spot} is mounted again, and a write {Answer(error)}; {node} "
                + (holder is null ? $"is {Describe(now)} (pid {now.Pid})" : $"is held down by {holder}"));
    }

    protected static string Answer(int error) =>
        error == 0 ? "works" : $"fails: {Marshal.GetPInvokeErrorMessage(error).ToLowerInvariant()}";
}
