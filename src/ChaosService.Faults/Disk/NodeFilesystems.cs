using ChaosService.Faults.Sharing;
using ChaosService.Model.Clusters;
using ChaosService.Model.Ids;
using Docker.DotNet;
using Microsoft.Extensions.Logging;

namespace ChaosService.Faults.Disk;

/// <summary>
/// State shared by the disk kinds: which fault holds which filesystem read-only or frozen. Created once, by the composition root.
/// </summary>
internal sealed class NodeFilesystems(DockerClient docker, TimeProvider time, ILoggerFactory logs)
{
    private readonly PerCluster<ClusterFilesystems> _clusters = new(
        c => new ClusterFilesystems(c, docker, time, logs.CreateLogger<ClusterFilesystems>()), c => c.HasHolds);

    /// <summary>Where faults of this process hold filesystems of the project; null: nowhere.</summary>
    public ClusterFilesystems? ActiveOn(ProjectName project) => _clusters.ActiveOn(project);

    public ClusterFilesystems Of(ICluster cluster) => _clusters.Of(cluster);
}
