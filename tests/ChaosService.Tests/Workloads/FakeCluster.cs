using System.Net;
using ChaosService.Model.Clusters;
using ChaosService.Model.Ids;

namespace ChaosService.Tests.Workloads;

/// <summary>Nodes at addresses that a test may change; null: the node does not run.</summary>
internal sealed class FakeCluster(params IReadOnlyList<ClusterNode> nodes) : ICluster
{
    public Dictionary<string, IPAddress?> Addresses { get; } = nodes.ToDictionary(n => n.Name, _ => (IPAddress?)null);

    public ProjectName Project => new("fake");

    public TargetDefinition Definition { get; } = new() { Name = "fake", Database = "fake", Nodes = nodes };

    public IReadOnlyList<ClusterNode> Nodes => nodes;

#pragma warning disable CS0067 // Nothing restarts here.
    public event Action<string>? NodeStarted;
#pragma warning restore CS0067

    public NodeRuntime LastKnown(string node) => new(node, new(""), NodeState.Running, 0, Addresses[node], null, 0, []);

    public ValueTask<NodeRuntime> InspectAsync(string node, CancellationToken cancellationToken) => new(LastKnown(node));

    public Task CopyLogsAsync(string node, Stream destination, CancellationToken cancellationToken) => Task.CompletedTask;
}
