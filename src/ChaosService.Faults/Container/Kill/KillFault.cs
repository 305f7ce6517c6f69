using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;
using Docker.DotNet.Models;

namespace ChaosService.Faults.Container.Kill;

internal sealed class KillFault(FaultRequest request, KillParameters parameters, ContainerStates states) : DownFaultLife(request, states)
{
    protected override RevertRecipe Recipe(IEnumerable<NodeRuntime> nodes) =>
        ContainerRecipe.For(Request, nodes).ToRevertRecipe("container-kill", "start");

    protected override async Task<Proof> EffectAsync(string node, CancellationToken cancellationToken)
    {
        var now = await AwaitAsync(node, n => n.State == NodeState.Exited, cancellationToken);
        return new(
            now.State == NodeState.Exited,
            $"{node} {(now.State == NodeState.Exited ? "" : "is still ")}{Describe(now)} after SIG{parameters.Signal} (pid "
                + $"{Before[node].Pid})");
    }

    /// <summary>The engine thaws a paused container for its end.</summary>
    protected override async Task EndAsync(NodeRuntime node, CancellationToken cancellationToken)
    {
        await States.Docker.Containers.KillContainerAsync(
            node.ContainerId, new ContainerKillParameters { Signal = $"SIG{parameters.Signal}" }, cancellationToken);
        if (parameters.Signal == "KILL") await AwaitAsync(node.Node, n => n.State == NodeState.Exited, cancellationToken);
    }
}
