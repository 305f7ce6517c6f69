using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;

namespace ChaosService.Faults.Container.Pause;

internal sealed class PauseFault(FaultRequest request, ContainerStates states) : ContainerFaultLife(request, states)
{
    private static readonly TimeSpan Watch = TimeSpan.FromMilliseconds(100);

    protected override RevertRecipe Recipe(IEnumerable<NodeRuntime> nodes) =>
        ContainerRecipe.For(Request, nodes).ToRevertRecipe("container-pause", "unpause");

    protected override Task CheckAsync(NodeRuntime node, CancellationToken cancellationToken)
    {
        if (node.State == NodeState.Paused && Containers.Holder(node.Node, Hold.Paused) is null)
            throw new FaultRefusedException(
                $"{node.Node} is paused already, and not by a fault; unpause it first: docker unpause {node.ContainerId.Text[..12]}");
        return Task.CompletedTask;
    }

    protected override Task InjectAsync(string node, CancellationToken cancellationToken) =>
        Containers.HoldAsync(Request.Id, node, Hold.Paused, n => Containers.PauseAsync(n, cancellationToken), Tell, cancellationToken);

    /// <summary>A node that died during its pause is started by the fault that killed it.</summary>
    protected override Task RevertAsync(string node, CancellationToken cancellationToken) =>
        Containers.LetGoAsync(Request.Id, node, start: false, cancellationToken);

    protected override async Task<Proof> EffectAsync(string node, CancellationToken cancellationToken)
    {
        var now = await Request.Cluster.InspectAsync(node, cancellationToken);
        if (now.State != NodeState.Paused) return new(false, $"{node} is not paused: {Describe(now)}");
        var before = CpuTime.Of(now.Pid);
        await Task.Delay(Watch, States.Time, cancellationToken);
        var used = CpuTime.Of(now.Pid) - before;
        return new(used == 0, $"{node} is paused and used {used} ticks of CPU in {Watch.TotalMilliseconds:0} ms");
    }

    protected override async Task<Proof> RecoveryAsync(string node, CancellationToken cancellationToken)
    {
        if (Containers.Holder(node, Hold.Paused) is { } holder) return new(true, $"{node} is still held paused by {holder}");
        var now = await Request.Cluster.InspectAsync(node, cancellationToken);
        return new(now.State != NodeState.Paused, $"{node} is {Describe(now)}");
    }
}
