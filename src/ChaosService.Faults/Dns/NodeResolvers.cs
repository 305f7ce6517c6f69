using ChaosService.Faults.Network;
using ChaosService.Faults.Sharing;
using ChaosService.Model.Clusters;
using ChaosService.Model.Ids;
using Microsoft.Extensions.Logging;

namespace ChaosService.Faults.Dns;

/// <summary>The relays between each cluster's nodes and their resolvers. Created once, by the composition root.</summary>
/// <param name="networks">What else is between a node and its resolvers.</param>
internal sealed class NodeResolvers(NodeNetworks networks, ILoggerFactory logs)
{
    private readonly PerCluster<ClusterResolvers> _clusters = new(
        c => new ClusterResolvers(c, networks.Time, logs.CreateLogger<ClusterResolvers>()), c => c.HasFaults);

    public NodeNetworks Networks => networks;

    public TimeProvider Time => networks.Time;

    /// <summary>Where faults of this process are active on the project; null: nowhere.</summary>
    public ClusterResolvers? ActiveOn(ProjectName project) => _clusters.ActiveOn(project);

    public ClusterResolvers Of(ICluster cluster) => _clusters.Of(cluster);
}
