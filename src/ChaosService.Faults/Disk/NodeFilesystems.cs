using System.Runtime.CompilerServices;
using ChaosService.Model.Clusters;
using Docker.DotNet;
using Microsoft.Extensions.Logging;

namespace ChaosService.Faults.Disk;

/// <summary>What the disk kinds share: who holds which filesystem read-only or frozen. Made once, by the composition root.</summary>
internal sealed class NodeFilesystems(DockerClient docker, TimeProvider time, ILoggerFactory logs)
{
    private readonly ConditionalWeakTable<ICluster, ClusterFilesystems> _clusters = [];

    /// <summary>Where faults of this process hold filesystems of the project; null: nowhere.</summary>
    public ClusterFilesystems? ActiveOn(string project) =>
        _clusters.Where(c => c.Key.Project == project).Select(c => c.Value).FirstOrDefault(c => c.HasHolds);

    public ClusterFilesystems Of(ICluster cluster) =>
        _clusters.GetValue(cluster, c => new ClusterFilesystems(c, docker, time, logs.CreateLogger<ClusterFilesystems>()));
}
