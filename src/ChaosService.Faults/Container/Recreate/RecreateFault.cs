using System.Collections.Concurrent;
using ChaosService.Faults.Container.Rebuilding;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;

namespace ChaosService.Faults.Container.Recreate;

internal sealed class RecreateFault(FaultRequest request, RecreateParameters parameters, ContainerStates states)
    : RebuildFaultLife(request, parameters.KeepVolumes, states)
{
    private readonly ConcurrentDictionary<string, TimeSpan> _took = new(StringComparer.Ordinal);

    protected override RevertRecipe Recipe(IEnumerable<NodeRuntime> nodes) =>
        new RebuildRecipe(Request.Cluster.Project, Request.Id, [.. nodes.Select(n => new RebuildRecipe.Part(Found(n.Node), null))])
            .ToRevertRecipe("container-recreate");

    protected override Task InjectAsync(string node, CancellationToken cancellationToken) =>
        Containers.HoldAsync(Request.Id, node, Hold.Down, n => RemoveAsync(n, cancellationToken), Tell, cancellationToken);

    protected override async Task<Proof> EffectAsync(string node, CancellationToken cancellationToken)
    {
        var before = Before[node];
        var left = await Rebuild.FindAsync(before.ContainerId, cancellationToken);
        var runs = before.Pid != 0 && Directory.Exists($"/proc/{before.Pid}");
        var now = await Request.Cluster.InspectAsync(node, cancellationToken);
        return left is null && !runs && now.State == NodeState.Gone
            ? new(
                true,
                $"{node} has no container any more: {before.ContainerId.Text[..12]} is gone and its process (pid {before.Pid}) has ended, "
                    + $"{_took.GetValueOrDefault(node).TotalMilliseconds:0} ms after it was asked for")
            : new(false, $"{node} is still {Describe(now)} (container {before.ContainerId.Text[..12]}, pid {before.Pid})");
    }

    protected override Task RevertAsync(string node, CancellationToken cancellationToken) =>
        Containers.LetGoAsync(
            Request.Id, node, start: true, cancellationToken, () => Rebuild.EnsureAsync(Found(node), null, cancellationToken));

    protected override async Task<Proof> RecoveryAsync(string node, CancellationToken cancellationToken)
    {
        if (Containers.Holder(node, Hold.Down) is { } holder) return new(true, $"{node} is still held down by {holder}");
        var now = await AwaitAsync(node, n => n.Pid != 0, cancellationToken);
        return now.Pid == 0
            ? new(false, $"{node} {Describe(now)} after it was made again and started")
            : await CompareAsync(now, Found(node), FoundImage(node), cancellationToken);
    }

    private async Task RemoveAsync(NodeRuntime node, CancellationToken cancellationToken)
    {
        var from = States.Time.GetTimestamp();
        if (node.ContainerId.Text.Length > 0)
            await Rebuild.RemoveAsync(node.ContainerId, parameters.KeepVolumes == false, cancellationToken);
        await AwaitAsync(node.Node, n => n.State == NodeState.Gone, cancellationToken);
        _took[node.Node] = States.Time.GetElapsedTime(from);
    }
}
