using System.Net;
using ChaosService.Model.Clusters;

namespace ChaosService.Docker.Tests.Workloads;

/// <summary>Nodes that are processes on loopback addresses of their own, each on its usual port.</summary>
internal sealed class LoopbackCluster(string database, params IReadOnlyList<(ClusterNode Node, IPAddress Address)> members) : ICluster
{
    private readonly HashSet<string> _down = [];

    public string Project => "loopback";

    public TargetDefinition Definition { get; } =
        new() { Name = "loopback", Database = database, Nodes = [.. members.Select(m => m.Node)] };

    public IReadOnlyList<ClusterNode> Nodes => Definition.Nodes;

#pragma warning disable CS0067 // Nothing restarts here.
    public event Action<string>? NodeStarted;
#pragma warning restore CS0067

    /// <summary>From now on the node has no address.</summary>
    public void TakeDown(string node) => _down.Add(node);

    public NodeRuntime LastKnown(string node) => new(
        node, node, NodeState.Running, 1, _down.Contains(node) ? null : members.First(m => m.Node.Name == node).Address, null, 0, []);

    public ValueTask<NodeRuntime> InspectAsync(string node, CancellationToken cancellationToken) => new(LastKnown(node));

    public Task CopyLogsAsync(string node, Stream destination, CancellationToken cancellationToken) => Task.CompletedTask;
}
