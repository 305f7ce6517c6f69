using ChaosService.Faults.Sharing;
using ChaosService.Model.Clusters;
using ChaosService.Model.Ids;
using Microsoft.Extensions.Logging;

namespace ChaosService.Faults.Network;

/// <summary>State shared by all network kinds: the active faults of each cluster. Created once, by the composition root.</summary>
internal sealed class NodeNetworks(ShaperChoice shapers, TimeProvider time, ILoggerFactory logs)
{
    private readonly PerCluster<ClusterNetwork> _clusters = new(
        c => new ClusterNetwork(c, shapers, time, logs.CreateLogger<ClusterNetwork>()), c => c.HasFaults);

    public ShaperChoice Shapers => shapers;

    public TimeProvider Time => time;

    /// <summary>Where faults of this process are active on the project; null: nowhere.</summary>
    public ClusterNetwork? ActiveOn(ProjectName project) => _clusters.ActiveOn(project);

    public ClusterNetwork Of(ICluster cluster) => _clusters.Of(cluster);
}
