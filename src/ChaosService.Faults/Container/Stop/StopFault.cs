using System.Collections.Concurrent;
using ChaosService.Model.Clusters;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;
using Docker.DotNet.Models;

namespace ChaosService.Faults.Container.Stop;

/// <param name="kind">The kind whose fault it is: a restart is a stop that nobody waits in.</param>
internal sealed class StopFault(FaultRequest request, string kind, TimeSpan grace, ContainerStates states) : DownFaultLife(request, states)
{
    private readonly ConcurrentDictionary<string, TimeSpan> _took = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _killed = new(StringComparer.Ordinal);

    protected override RevertRecipe Recipe(IEnumerable<NodeRuntime> nodes) =>
        ContainerRecipe.For(Request, nodes).ToRevertRecipe(kind, "start");

    protected override async Task<Proof> EffectAsync(string node, CancellationToken cancellationToken)
    {
        var now = await Request.Cluster.InspectAsync(node, cancellationToken);
        if (now.State != NodeState.Exited) return new(false, $"{node} is still {Describe(now)} (pid {now.Pid})");
        return new(
            true,
            _took.TryGetValue(node, out var took)
                ? $"{node} {Describe(now)}, {took.TotalMilliseconds:0} ms after it was asked to end"
                    + $"{(_killed[node] ? ", by SIGKILL" : "")} (grace {grace.TotalSeconds:0} s, pid {Before[node].Pid})"
                : $"{node} was down already ({Describe(now)})");
    }

    /// <summary>
    /// As <c>docker stop</c> does, but not by it: the engine would stop the node after its grace also when this run had ended before.
    /// </summary>
    protected override async Task EndAsync(NodeRuntime node, CancellationToken cancellationToken)
    {
        var from = States.Time.GetTimestamp();
        var settings = (await States.Docker.Containers.InspectContainerAsync(node.ContainerId, cancellationToken)).Config;
        await SignalAsync(node, string.IsNullOrEmpty(settings?.StopSignal) ? "SIGTERM" : settings.StopSignal, cancellationToken);
        var now = await AwaitAsync(node.Node, n => n.State == NodeState.Exited, grace, cancellationToken);
        if (_killed[node.Node] = now.State != NodeState.Exited)
        {
            await SignalAsync(node, "SIGKILL", cancellationToken);
            await AwaitAsync(node.Node, n => n.State == NodeState.Exited, cancellationToken);
        }
        _took[node.Node] = States.Time.GetElapsedTime(from);
    }

    private Task SignalAsync(NodeRuntime node, string signal, CancellationToken cancellationToken) =>
        States.Docker.Containers.KillContainerAsync(
            node.ContainerId, new ContainerKillParameters { Signal = signal }, cancellationToken);
}
