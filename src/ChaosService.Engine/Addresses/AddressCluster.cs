using System.Net;
using ChaosService.Model.Clusters;
using ChaosService.Model.Ids;

namespace ChaosService.Engine.Addresses;

/// <summary>Servers at fixed addresses. Only the database's health probe can say whether they run.</summary>
internal sealed class AddressCluster(
    ProjectName project, TargetDefinition definition, IReadOnlyDictionary<string, IPEndPoint> endPoints) : ICluster, INodeAddresses
{
    public ProjectName Project => project;

    public TargetDefinition Definition => definition;

    public IReadOnlyList<ClusterNode> Nodes => definition.Nodes;

    /// <summary>Never raised: no restart is seen.</summary>
    public event Action<string>? NodeStarted
    {
        add { }
        remove { }
    }

    public IPEndPoint? EndPointOf(string node) => endPoints.GetValueOrDefault(node);

    public ValueTask<NodeRuntime> InspectAsync(string node, CancellationToken cancellationToken) => ValueTask.FromResult(LastKnown(node));

    public NodeRuntime LastKnown(string node) => new(
        node, new ContainerId(""), endPoints.ContainsKey(node) ? NodeState.Running : NodeState.Gone, Pid: 0, EndPointOf(node)?.Address,
        StartedAt: null, ExitCode: 0, Mounts: []);

    public Task CopyLogsAsync(string node, Stream destination, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"The log of {node} cannot be seen: only its address is known.");
}
