using System.Collections.Concurrent;
using ChaosService.Faults.Container;
using ChaosService.Faults.Kernel;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;
using Docker.DotNet;

namespace ChaosService.Faults.Disk.Fill;

internal sealed class FillFault(FaultRequest request, FillParameters parameters, ContainerStates states)
    : ContainerFaultLife(request, states)
{
    private const long MiB = 1 << 20;

    /// <summary>What a node may have freed since the fill without undoing it.</summary>
    private const double Slack = 0.02;

    private readonly Dictionary<string, FillSpot> _spots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _freeBefore = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, bool> _died = new(StringComparer.Ordinal);

    private DockerClient Docker => States.Docker;

    protected override async Task CheckAsync(NodeRuntime node, CancellationToken cancellationToken)
    {
        var mount = await OwnFilesystem.FindAsync(Docker, node, parameters.Path, cancellationToken);
        var spot = new FillSpot(
            node.Node, node.ContainerId, mount.Point, OwnFilesystem.HostPath(node, mount),
            $"{FillSpot.FilePrefix}{Request.RunId}-{Request.Id}");
        var directory = spot.DirectoryFor(Docker, node.Pid)!;
        if (Directory.EnumerateFiles(directory, FillSpot.FilePrefix + "*").FirstOrDefault() is { } other)
            throw new FaultRefusedException(
                $"{node.Node}:{mount.Point} is filled already by {Path.GetFileName(other)}; wait for that fault, or if its run is dead: "
                    + $"chaosctl faults revert");
        var (free, total) = (FillFile.FreeBytes(directory), FillFile.TotalBytes(directory));
        if (free <= parameters.FreeOf(total))
            throw new FaultRefusedException(
                $"{node.Node}:{mount.Point} is as full as that already ({Size(free)} free of {Size(total)}; asked: {parameters}).");
        _spots[node.Node] = spot;
        _freeBefore[node.Node] = free;
    }

    protected override RevertRecipe Recipe(IEnumerable<NodeRuntime> nodes) =>
        new FillRecipe(Request.Cluster.Project, Request.Id, [.. _spots.Values]).ToRevertRecipe();

    protected override async Task InjectAsync(string node, CancellationToken cancellationToken)
    {
        var directory = await DirectoryAsync(node, cancellationToken)
            ?? throw new FaultRefusedException(
                $"{node} stopped, and its filesystem {_spots[node].Point} with it: there is nothing to fill.");
        var free = parameters.FreeOf(FillFile.TotalBytes(directory));
        await Task.Run(() => FillFile.GrowUntil(Path.Combine(directory, _spots[node].File), free, cancellationToken), cancellationToken);
    }

    protected override async Task<Proof> EffectAsync(string node, CancellationToken cancellationToken)
    {
        if (await DirectoryAsync(node, cancellationToken) is not { } directory)
            return new(false, $"{node} stopped, and its filesystem cannot be looked at");
        var (free, total) = (FillFile.FreeBytes(directory), FillFile.TotalBytes(directory));
        var wanted = parameters.FreeOf(total);
        if (!File.Exists(Path.Combine(directory, _spots[node].File)))
            return new(false, $"{node}:{_spots[node].Point} has no fill file any more");
        var evidence = $"{node}:{_spots[node].Point} has {Size(free)} free of {Size(total)} (before: {Size(_freeBefore[node])})";
        if (wanted > 0) return new(free <= wanted + Slack * total, evidence);
        var refused = FillFile.TryWrite(Path.Combine(directory, _spots[node].File + "-try")) == Libc.NoSpace;
        return new(refused, $"{evidence}; writing 64 KiB more {(refused ? "fails: no space left on device" : "still works")}");
    }

    /// <summary>A node that died of its full disk ran before, so it runs after, unless another fault holds it down.</summary>
    protected override async Task RevertAsync(string node, CancellationToken cancellationToken)
    {
        if (!_spots.TryGetValue(node, out var spot)) return;
        await spot.DeleteAsync(Docker, () => Containers.LetGoAsync(Request.Id, node, start: true, cancellationToken), cancellationToken);
        _died[node] = (await Request.Cluster.InspectAsync(node, cancellationToken)).State == NodeState.Exited
            && Containers.Holder(node, Hold.Down) is null;
        await Containers.LetGoAsync(Request.Id, node, start: true, cancellationToken);
    }

    protected override async Task<Proof> RecoveryAsync(string node, CancellationToken cancellationToken)
    {
        var holder = Containers.Holder(node, Hold.Down);
        var now = holder is null
            ? await AwaitAsync(node, n => n.Pid != 0, cancellationToken)
            : await Request.Cluster.InspectAsync(node, cancellationToken);
        if (_spots[node].DirectoryFor(Docker, now.Pid) is not { } directory)
            return new(holder is not null, $"{node} {Describe(now)}; its filesystem cannot be looked at");
        var gone = !File.Exists(Path.Combine(directory, _spots[node].File));
        var runs = now.Pid != 0
            ? $"is {Describe(now)}{(_died.GetValueOrDefault(node) ? ", started again after it died of the full disk" : "")}"
            : Describe(now);
        return new(
            gone && (now.Pid != 0 || holder is not null),
            $"{node}:{_spots[node].Point} has {Size(FillFile.FreeBytes(directory))} free{(gone ? "" : ", the fill file is still there")}; "
                + $"{node} {runs}{(holder is null ? "" : $", held down by {holder}")}");
    }

    private async Task<string?> DirectoryAsync(string node, CancellationToken cancellationToken) =>
        _spots[node].DirectoryFor(Docker, (await Request.Cluster.InspectAsync(node, cancellationToken)).Pid);

    private static string Size(long bytes) => bytes < MiB ? $"{bytes / 1024.0:0.#} KiB" : $"{bytes / (double)MiB:0.#} MiB";
}
