using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using Docker.DotNet;

namespace ChaosService.Faults.Container;

/// <summary>The common part of faults that end a node and start it again.</summary>
internal abstract class DownFaultLife(FaultRequest request, ContainerStates states) : ContainerFaultLife(request, states)
{
    /// <summary>Asks the engine for the node's end. It is not called for a node that is down.</summary>
    protected abstract Task EndAsync(NodeRuntime node, CancellationToken cancellationToken);

    protected override Task CheckAsync(NodeRuntime node, CancellationToken cancellationToken)
    {
        RefuseDown(node);
        return Task.CompletedTask;
    }

    protected override Task InjectAsync(string node, CancellationToken cancellationToken) =>
        Containers.HoldAsync(Request.Id, node, Hold.Down, n => EnterAsync(n, cancellationToken), Tell, cancellationToken);

    protected override Task RevertAsync(string node, CancellationToken cancellationToken) =>
        Containers.LetGoAsync(Request.Id, node, start: true, cancellationToken);

    protected override async Task<Proof> RecoveryAsync(string node, CancellationToken cancellationToken)
    {
        if (Containers.Holder(node, Hold.Down) is { } holder) return new(true, $"{node} is still held down by {holder}");
        var now = await AwaitAsync(node, n => n.Pid != 0, cancellationToken);
        return now.Pid == 0
            ? new(false, $"{node} {Describe(now)} after it was started")
            : new(true, $"{node} is {Describe(now)} again (pid {now.Pid})");
    }

    private async Task EnterAsync(NodeRuntime node, CancellationToken cancellationToken)
    {
        if (node.Pid == 0) return;
        try
        {
            await EndAsync(node, cancellationToken);
        }
        catch (DockerApiException)
        {
            // It may have ended by itself in the meantime, which is what was wanted.
            if ((await Request.Cluster.InspectAsync(node.Node, cancellationToken)).Pid != 0) throw;
        }
    }
}
