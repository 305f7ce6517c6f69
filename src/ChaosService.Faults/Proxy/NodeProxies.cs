using ChaosService.Faults.Network;
using ChaosService.Faults.Sharing;
using ChaosService.Model.Clusters;
using ChaosService.Model.Ids;
using Microsoft.Extensions.Logging;

namespace ChaosService.Faults.Proxy;

/// <summary>State shared by all proxy kinds: the proxies in front of each cluster's nodes. Created once, by the composition root.</summary>
/// <param name="networks">What else is between a client and a node.</param>
internal sealed class NodeProxies(NodeNetworks networks, ILoggerFactory logs)
{
    private readonly PerCluster<ClusterProxies> _clusters = new(
        c => new ClusterProxies(c, networks.Time, logs.CreateLogger<ClusterProxies>()), c => c.HasFaults);

    public NodeNetworks Networks => networks;

    public TimeProvider Time => networks.Time;

    /// <summary>Where faults of this process are active on the project; null: nowhere.</summary>
    public ClusterProxies? ActiveOn(ProjectName project) => _clusters.ActiveOn(project);

    public ClusterProxies Of(ICluster cluster) => _clusters.Of(cluster);
}
