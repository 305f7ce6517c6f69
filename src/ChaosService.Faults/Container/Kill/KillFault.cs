using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace ChaosService.Faults.Container.Kill;

internal sealed class KillFault(FaultRequest request, KillParameters parameters, ContainerStates states)
    : ContainerFaultLife(request, states)
{
    protected override RevertRecipe Recipe(IEnumerable<NodeRuntime> nodes) =>
        ContainerRecipe.For(Request, nodes).ToRevertRecipe("container-kill", "start");

    protected override Task CheckAsync(NodeRuntime node, CancellationToken cancellationToken)
    {
        if (node.State == NodeState.Exited && Containers.Holder(node.Node, Hold.Down) is null)
            throw new FaultRefusedException(
                $"{node.Node} is down already ({Describe(node)}), and not by a fault: there is nothing to kill.");
        return Task.CompletedTask;
    }

    protected override Task InjectAsync(string node, CancellationToken cancellationToken) =>
        Containers.HoldAsync(Request.Id, node, Hold.Down, n => KillAsync(n, cancellationToken), Tell, cancellationToken);

    protected override Task RevertAsync(string node, CancellationToken cancellationToken) =>
        Containers.LetGoAsync(Request.Id, node, start: true, cancellationToken);

    protected override async Task<Proof> EffectAsync(string node, CancellationToken cancellationToken)
    {
        var now = await AwaitAsync(node, n => n.State == NodeState.Exited, cancellationToken);
        return new(
            now.State == NodeState.Exited,
            $"{node} {(now.State == NodeState.Exited ? "" : "is still ")}{Describe(now)} after SIG{parameters.Signal} (pid "
                + $"{Before[node].Pid})");
    }

    protected override async Task<Proof> RecoveryAsync(string node, CancellationToken cancellationToken)
    {
        if (Containers.Holder(node, Hold.Down) is { } holder) return new(true, $"{node} is still held down by {holder}");
        var now = await AwaitAsync(node, n => n.Pid != 0, cancellationToken);
        return now.Pid == 0
            ? new(false, $"{node} {Describe(now)} after it was started")
            : new(true, $"{node} is {Describe(now)} again (pid {now.Pid})");
    }

    /// <summary>The engine thaws a paused container for its end. One that another fault holds down already needs nothing.</summary>
    private async Task KillAsync(NodeRuntime node, CancellationToken cancellationToken)
    {
        if (node.Pid == 0) return;
        try
        {
            await States.Docker.Containers.KillContainerAsync(
                node.ContainerId, new ContainerKillParameters { Signal = $"SIG{parameters.Signal}" }, cancellationToken);
        }
        catch (DockerApiException)
        {
            // It may have ended by itself in the meantime, which is what was wanted.
            if ((await Request.Cluster.InspectAsync(node.Node, cancellationToken)).Pid != 0) throw;
        }
        if (parameters.Signal == "KILL") await AwaitAsync(node.Node, n => n.State == NodeState.Exited, cancellationToken);
    }
}
