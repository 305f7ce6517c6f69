using System.Collections.Concurrent;
using ChaosService.Faults.Container;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;

namespace ChaosService.Faults.Disk;

/// <summary>
/// The common part of faults of a filesystem of the node's own: it is found, it is writable before, and a node that died of the fault ran
/// before, so it runs after, unless another fault holds it down.
/// </summary>
internal abstract class DiskFaultLife(FaultRequest request, string? path, ContainerStates states, NodeFilesystems filesystems)
    : ContainerFaultLife(request, states)
{
    private const long MiB = 1 << 20;

    /// <summary>The filesystems that the kernel can freeze, of those that a node can have for itself.</summary>
    private static readonly string[] Freezable = ["ext3", "ext4", "xfs", "btrfs", "f2fs"];

    private readonly Dictionary<string, FilesystemSpot> _spots = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _died = new(StringComparer.Ordinal);

    protected ClusterFilesystems Filesystems { get; } = filesystems.Of(request.Cluster);

    /// <summary>Name of the file or folder that the fault creates at the top of the filesystem; null: none.</summary>
    protected virtual string? Mark => null;

    /// <summary>Throws <see cref="FaultRefusedException"/> for a filesystem on which the fault makes no sense.</summary>
    protected abstract void Check(NodeRuntime node, FilesystemSpot spot, MountEntry mount, string directory);

    /// <summary>Kind and words of the recipe.</summary>
    protected abstract (string Kind, string Undo) Words { get; }

    /// <summary>Undoes the fault in the filesystem with this top. By default <see cref="Mark"/> is deleted.
    /// </summary>
    protected virtual void Undo(string top) => DiskRecipe.Delete(top, Mark!);

    protected abstract Task InjectAsync(FilesystemSpot spot, CancellationToken cancellationToken);

    protected abstract Task<Proof> EffectAsync(FilesystemSpot spot, string directory, CancellationToken cancellationToken);

    /// <summary>The base has let go of the filesystem and deleted what is called <see cref="Mark"/>.</summary>
    protected abstract Task<Proof> RecoveryAsync(FilesystemSpot spot, string directory, CancellationToken cancellationToken);

    protected override async Task CheckAsync(NodeRuntime node, CancellationToken cancellationToken)
    {
        var mount = await OwnFilesystem.FindAsync(States.Docker, node, path, cancellationToken);
        var spot = new FilesystemSpot(node.Node, node.ContainerId, mount.Point, OwnFilesystem.HostPath(node, mount));
        if (Filesystems.Holder(spot, DiskHold.Failed) is { } failed)
            throw new FaultRefusedException($"{spot} fails every read and write while {failed} is in force; begin after its end.");
        if (mount.IsReadOnly && Filesystems.Holder(spot, DiskHold.ReadOnly) is null)
            throw new FaultRefusedException($"{spot} is read-only already, and not by a fault; make it writable first.");
        Check(node, spot, mount, spot.DirectoryFor(States.Docker, node.Pid)!);
        _spots[node.Node] = spot;
    }

    protected override RevertRecipe Recipe(IEnumerable<NodeRuntime> nodes) =>
        new DiskRecipe(Request.Cluster.Project, Request.Id, Mark, [.. _spots.Values]).ToRevertRecipe(Words.Kind, Words.Undo);

    protected override Task InjectAsync(string node, CancellationToken cancellationToken) => InjectAsync(_spots[node], cancellationToken);

    protected override async Task<Proof> EffectAsync(string node, CancellationToken cancellationToken) =>
        await _spots[node].DirectoryAsync(States.Docker, cancellationToken) is { } directory
            ? await EffectAsync(_spots[node], directory, cancellationToken)
            : new(false, $"{node} stopped, and its filesystem cannot be looked at");

    protected override async Task RevertAsync(string node, CancellationToken cancellationToken)
    {
        if (!_spots.TryGetValue(node, out var spot)) return;
        Task StartAsync() => Containers.LetGoAsync(Request.Id, node, start: true, cancellationToken);
        if (await spot.ReachAsync(States.Docker, StartAsync, cancellationToken) is not null)
        {
            await Filesystems.LetGoAsync(Request.Id, spot, cancellationToken);
            if (Mark is not null) await Filesystems.WriteAsync(spot, Undo, cancellationToken);
        }
        _died[node] = (await Request.Cluster.InspectAsync(node, cancellationToken)).State == NodeState.Exited
            && Containers.Holder(node, Hold.Down) is null;
        await StartAsync();
    }

    protected override async Task<Proof> RecoveryAsync(string node, CancellationToken cancellationToken)
    {
        var holder = Containers.Holder(node, Hold.Down);
        var now = holder is null
            ? await RunningAsync(node, cancellationToken)
            : await Request.Cluster.InspectAsync(node, cancellationToken);
        if (_spots[node].DirectoryFor(States.Docker, now.Pid) is not { } directory)
            return new(holder is not null, $"{node} {Describe(now)}; its filesystem cannot be looked at");
        var disk = await RecoveryAsync(_spots[node], directory, cancellationToken);
        var died = _died.GetValueOrDefault(node) ? ", started again after it died of it" : "";
        var runs = now.Pid != 0 ? $"is {Describe(now)}{died}" : Describe(now);
        return new(
            disk.Seen && (now.Pid != 0 || holder is not null),
            $"{disk.Evidence}; {node} {runs}{(holder is null ? "" : $", held down by {holder}")}");
    }

    /// <summary>A node that was dying of the fault when it was reverted, and is dead now, is started as well.</summary>
    private async Task<NodeRuntime> RunningAsync(string node, CancellationToken cancellationToken)
    {
        var now = await Request.Cluster.InspectAsync(node, cancellationToken);
        if (now.State == NodeState.Exited || (now.Pid != 0 && !Directory.Exists($"/proc/{now.Pid}")))
        {
            _died[node] = true;
            await Containers.LetGoAsync(Request.Id, node, start: true, cancellationToken);
        }
        return await AwaitAsync(node, n => n.Pid != 0, cancellationToken);
    }

    protected static void RefuseUnfreezable(FilesystemSpot spot, MountEntry mount)
    {
        if (!Freezable.Contains(mount.Type))
            throw new FaultRefusedException(
                $"{spot} is {mount.Type}, which the kernel cannot freeze; give the node a volume that is one of "
                    + $"{string.Join(", ", Freezable)}.");
    }

    protected static string Size(long bytes) => bytes < MiB ? $"{bytes / 1024.0:0.#} KiB" : $"{bytes / (double)MiB:0.#} MiB";
}
